import { ModelLibrary, removeParts } from '@nodetool-ai/starter';
import type { Command } from '../arguments/command.ts';
import { confirm } from '../arguments/confirm.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { formatSize } from '../output/table.ts';
import { safeFor } from '../terminal.ts';
import { withStarter } from './with-starter.ts';

/** `nodetool starter remove [<model>|--all]`: gives room back, after asking. */
export const starterRemove: Command = {
  name: 'starter remove',
  operands: ['[<model>]'],
  summary: 'Remove a model of the starter engine, or all of it.',
  options: [
    { name: 'all', kind: 'flag', help: 'The engine, every model, and what was half downloaded.' },
    { name: 'yes', kind: 'flag', help: 'Do not ask; needed where there is no terminal.' },
  ],
  examples: ['nodetool starter remove smollm2:135m', 'nodetool starter remove --all --yes'],
  run: (invocation, terminal) =>
    withStarter(terminal, async ({ starter }) => {
      const [name] = invocation.operands;
      const isAll = invocation.flag('all');
      if (isAll === (name !== undefined))
        throw usageError('Say either the name of a model or --all.', 'starter remove');
      const { stdin, stderr } = terminal;
      const isSure = invocation.flag('yes');
      if (!isSure && (stdin.isTTY !== true || stderr.isTTY !== true))
        throw usageError('Nobody can be asked here: say --yes to remove it.', 'starter remove');
      if (!isSure && !(await confirm(await question(name), terminal))) {
        stderr.write('Nothing was removed.\n');
        return EXIT.failed;
      }
      const { removed, freedBytes } = await removeParts(
        starter.folder,
        name === undefined ? undefined : [name],
      );
      const what = removed.length === 0 ? 'Nothing was there.' : `Removed ${removed.join(', ')}.`;
      stderr.write(safeFor(stderr, `${what} ${formatSize(freedBytes)} are free again.\n`));
      return EXIT.ok;

      /** An unknown name is left to the removal, which says which there are. */
      async function question(model: string | undefined): Promise<string> {
        if (model === undefined)
          return `Remove all of the starter engine in ${starter.folder.root}?`;
        const found = await new ModelLibrary(starter.folder).find(model);
        const size = found === undefined ? '' : ` (${formatSize(found.sizeBytes)})`;
        return `Remove ${found?.name ?? model}${size} from the starter engine?`;
      }
    }),
};
