import { NodetoolError } from '@nodetool-ai/graph';
import type { Command } from '../arguments/command.ts';
import { confirm } from '../arguments/confirm.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { formatTime } from '../output/format-time.ts';
import { describeCost, describeParts } from '../output/starter-parts.ts';
import { writeJson } from '../output/write-json.ts';
import { safeFor } from '../terminal.ts';
import { installStarterEngine } from './install-starter.ts';
import { withStarter } from './with-starter.ts';

/** What its model does well. */
const TRY_IT =
  'Try it: nodetool node run nodetool.text.Generate --input prompt="What is the capital of France?"\n';

/** `nodetool starter install`: fetches the starter engine and its models, after asking. */
export const starterInstall: Command = {
  name: 'starter install',
  operands: [],
  summary: 'Install the starter engine: small models to try without Ollama.',
  options: [
    { name: 'yes', kind: 'flag', help: 'Do not ask; needed where there is no terminal.' },
    {
      name: 'json',
      kind: 'flag',
      help: 'Print every step of the progress, one JSON object a line, and the state last.',
    },
  ],
  examples: ['nodetool starter install', 'nodetool starter install --yes --json'],
  run: (invocation, terminal) =>
    withStarter(terminal, async (open) => {
      const { starter, report } = open;
      const { stdin, stderr } = terminal;
      if (!report.isSupported)
        throw new NodetoolError('STARTER_UNSUPPORTED', report.unsupportedCause);
      const missing = report.parts.filter(({ isInstalled }) => !isInstalled);
      const isSure = invocation.flag('yes') || missing.length === 0;
      if (!isSure && (stdin.isTTY !== true || stderr.isTTY !== true)) {
        throw usageError(
          `Nobody can be asked here: say --yes to install it (${describeCost(missing)}).`,
          'starter install',
        );
      }
      const isJson = invocation.flag('json');
      if (!isJson && missing.length > 0)
        stderr.write(safeFor(stderr, describeParts(missing, report)));
      if (!isSure && !(await confirm(`Install it (${describeCost(missing)})?`, terminal))) {
        stderr.write('Nothing was installed.\n');
        return EXIT.failed;
      }
      const startedAt = performance.now();
      await installStarterEngine(open, { terminal, isJson });
      const time = formatTime((performance.now() - startedAt) / 1000);
      if (isJson) writeJson(terminal, await starter.report());
      else {
        stderr.write(
          missing.length === 0
            ? 'The starter engine is there and whole.\n'
            : `The starter engine is installed, in ${time}. It answers wherever no Ollama does.\n${TRY_IT}`,
        );
      }
      return EXIT.ok;
    }),
};
