import { addModel } from '@nodetool-ai/starter';
import type { ModelOffer } from '@nodetool-ai/starter';
import type { Command } from '../arguments/command.ts';
import { confirm } from '../arguments/confirm.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { InstallPrinter } from '../output/install-printer.ts';
import { formatSize } from '../output/table.ts';
import { safeFor } from '../terminal.ts';
import { withStarter } from './with-starter.ts';

/** `nodetool starter add <source>`: gives the starter engine another model. */
export const starterAdd: Command = {
  name: 'starter add',
  operands: ['<hf:owner/repo/file.gguf|address|path>'],
  summary: 'Add a GGUF file to the models of the starter engine.',
  options: [
    {
      name: 'name',
      kind: 'text',
      value: '<name>',
      help: 'What it is called. Default: by its file.',
    },
    { name: 'yes', kind: 'flag', help: 'Do not ask; needed where there is no terminal.' },
  ],
  examples: [
    'nodetool starter add hf:bartowski/Qwen2.5-0.5B-Instruct-GGUF/Qwen2.5-0.5B-Instruct-Q4_K_M.gguf',
    'nodetool starter add ./notes.gguf --name notes --yes',
  ],
  run: (invocation, terminal) =>
    withStarter(terminal, async ({ starter }) => {
      const [source] = invocation.operands;
      const { stdin, stderr, signal, environment } = terminal;
      if (source === undefined) throw usageError('Say which file.', 'starter add');
      const isSure = invocation.flag('yes');
      if (!isSure && (stdin.isTTY !== true || stderr.isTTY !== true))
        throw usageError('Nobody can be asked here: say --yes to add it.', 'starter add');
      const name = invocation.text('name');
      const printer = new InstallPrinter(terminal);
      let isWanted = true;
      try {
        const model = await addModel(starter.folder, source, {
          signal,
          environment,
          ...(name === undefined ? {} : { name }),
          confirm: async (offer) => {
            isWanted = isSure || (await confirm(question(offer), terminal));
            return isWanted;
          },
          onProgress: (progress) => printer.take({ part: source, ...progress }),
        });
        printer.clear();
        stderr.write(safeFor(stderr, `Added ${model.name} (${formatSize(model.sizeBytes)}).\n`));
        return EXIT.ok;
      } catch (error) {
        printer.clear();
        if (isWanted) throw error;
        stderr.write('Nothing was added.\n');
        return EXIT.failed;
      }
    }),
};

function question({ name, source, sizeBytes, isDigestKnown }: ModelOffer): string {
  const size = sizeBytes === undefined ? 'of unknown size' : formatSize(sizeBytes);
  const checked = isDigestKnown ? '' : '; nobody says what its SHA-256 should be';
  return `Add ${name} from ${source} (${size}${checked})?`;
}
