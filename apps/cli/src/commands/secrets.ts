import type { Command } from '../arguments/command.ts';
import { readSecret } from '../arguments/read-secret.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { formatTable } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { createRuntimeContext } from '@nodetool-ai/server/runtime-context';

/** `nodetool secrets store <NAME>`: asks for the value and keeps it encrypted. */
export const secretsStore: Command = {
  name: 'secrets store',
  operands: ['<NAME>'],
  summary: 'Store a secret; its value is asked for and never shown.',
  options: [],
  examples: [
    'nodetool secrets store OLLAMA_API_KEY',
    'pass show ollama | nodetool secrets store OLLAMA_API_KEY',
  ],
  run: async (invocation, terminal) => {
    const [name] = invocation.operands;
    if (name === undefined) throw usageError('Say the name of the secret.', 'secrets store');
    const { secrets } = createRuntimeContext(terminal.environment);
    await secrets.set(name, await readSecret(name, terminal));
    terminal.stderr.write(`Stored ${name}.\n`);
    return EXIT.ok;
  },
};

/** `nodetool secrets list`: names and dates, never values. */
export const secretsList: Command = {
  name: 'secrets list',
  operands: [],
  summary: 'List the names of the stored secrets.',
  options: [{ name: 'json', kind: 'flag', help: 'Print them as JSON.' }],
  examples: ['nodetool secrets list'],
  run: async (invocation, terminal) => {
    const stored = await createRuntimeContext(terminal.environment).secrets.list();
    if (invocation.flag('json')) writeJson(terminal, { secrets: stored }, 2);
    else if (stored.length === 0) terminal.stderr.write('No secret is stored.\n');
    else
      terminal.stdout.write(
        formatTable(
          ['NAME', 'STORED'],
          stored.map(({ name, storedAt }) => [name, storedAt]),
        ),
      );
    return EXIT.ok;
  },
};

/** `nodetool secrets remove <NAME>`. */
export const secretsRemove: Command = {
  name: 'secrets remove',
  operands: ['<NAME>'],
  summary: 'Remove a stored secret.',
  options: [],
  examples: ['nodetool secrets remove OLLAMA_API_KEY'],
  run: async (invocation, terminal) => {
    const [name] = invocation.operands;
    if (name === undefined) throw usageError('Say the name of the secret.', 'secrets remove');
    await createRuntimeContext(terminal.environment).secrets.remove(name);
    terminal.stderr.write(`Removed ${name}.\n`);
    return EXIT.ok;
  },
};
