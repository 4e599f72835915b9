import { completeModelName } from '@nodetool-ai/runtime';
import type { OllamaProvider } from '@nodetool-ai/runtime';
import type { Command } from '../arguments/command.ts';
import { confirm } from '../arguments/confirm.ts';
import { modelOperand } from '../arguments/model-operand.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { formatSize } from '../output/table.ts';
import { safeFor } from '../terminal.ts';
import { withProvider } from './with-provider.ts';
import { ollamaUrlOption } from './run-options.ts';

/** `nodetool models remove <name>`: removes a model from the disk of the daemon, after asking. */
export const modelsRemove: Command = {
  name: 'models remove',
  operands: ['<name>'],
  summary: 'Remove a model from the disk of the daemon.',
  options: [
    { name: 'yes', kind: 'flag', help: 'Do not ask; needed where there is no terminal.' },
    ollamaUrlOption,
  ],
  examples: ['nodetool models remove llama3.2', 'nodetool models remove llama3.2 --yes'],
  run: async (invocation, terminal) => {
    const name = modelOperand(invocation, 'models remove');
    const { stdin, stderr, signal } = terminal;
    const isSure = invocation.flag('yes');
    if (!isSure && (stdin.isTTY !== true || stderr.isTTY !== true))
      throw usageError('Nobody can be asked here: say --yes to remove the model.', 'models remove');
    return withProvider(invocation, terminal, async (provider) => {
      if (!isSure && !(await confirm(await question(provider, name, signal), terminal))) {
        stderr.write('Nothing was removed.\n');
        return EXIT.failed;
      }
      await provider.models.delete(name, { signal });
      stderr.write(safeFor(stderr, `Removed ${name}.\n`));
      return EXIT.ok;
    });
  },
};

/** Rejects with MODEL_NOT_FOUND; a damaged model is in the list too, so that it can be removed. */
async function question(
  provider: OllamaProvider,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const full = completeModelName(name);
  const listed = (await provider.listModelFacts({ signal })).find(({ id }) => id === full);
  const { id, sizeBytes } = listed ?? (await provider.models.show(name, { signal })).facts;
  const size = sizeBytes === undefined ? '' : ` (${formatSize(sizeBytes)})`;
  return `Remove ${id}${size} from ${provider.url}?`;
}
