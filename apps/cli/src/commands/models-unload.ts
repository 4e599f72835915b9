import type { UnloadResult } from '@nodetool-ai/runtime';
import type { Command } from '../arguments/command.ts';
import { modelOperand } from '../arguments/model-operand.ts';
import { parseDurationMs } from '../arguments/parse-duration.ts';
import { EXIT } from '../exit-code.ts';
import { writeJson } from '../output/write-json.ts';
import { safeFor } from '../terminal.ts';
import { withProvider } from './with-provider.ts';
import { ollamaUrlOption } from './run-options.ts';

const WORDS: Readonly<Record<UnloadResult['state'], (name: string) => string>> = {
  unloaded: (name) => `Unloaded ${name}.`,
  'not-loaded': (name) => `${name} was not loaded.`,
  'in-use': (name) => `${name} is still used by another request; it leaves memory when that ends.`,
};

/** `nodetool models unload <name>`: takes a model out of memory. */
export const modelsUnload: Command = {
  name: 'models unload',
  operands: ['<name>'],
  summary: 'Take a model out of memory; it stays installed.',
  options: [
    {
      name: 'wait',
      kind: 'text',
      value: '<time>',
      help: 'Longest wait until it has left: 500ms, 30s, 5m. Default 10s.',
    },
    { name: 'json', kind: 'flag', help: 'Print what came of it as JSON.' },
    ollamaUrlOption,
  ],
  examples: ['nodetool models unload llama3.2', 'nodetool models unload llama3.2 --wait 5m'],
  run: async (invocation, terminal) => {
    const name = modelOperand(invocation, 'models unload');
    const wait = invocation.text('wait');
    const waitTimeoutMs = wait === undefined ? undefined : parseDurationMs(wait, 'wait');
    const { state } = await withProvider(invocation, terminal, ({ models }) =>
      models.unload(name, {
        signal: terminal.signal,
        ...(waitTimeoutMs === undefined ? {} : { waitTimeoutMs }),
      }),
    );
    if (invocation.flag('json')) writeJson(terminal, { name, state }, 2);
    else terminal.stderr.write(safeFor(terminal.stderr, `${WORDS[state](name)}\n`));
    return state === 'in-use' ? EXIT.failed : EXIT.ok;
  },
};
