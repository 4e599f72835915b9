import { toErrorShape } from '@nodetool-ai/graph';
import { printError } from '../output/print-error.ts';
import { describeParts } from '../output/starter-parts.ts';
import { safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { installStarterEngine } from './install-starter.ts';
import { withStarter } from './with-starter.ts';

/**
 * Installs what the starter engine lacks; the person agreed by the option. What goes wrong is printed, and the program
 * goes on without it; only Ctrl-C ends it, with CANCELLED.
 */
export async function provideStarter(terminal: Terminal): Promise<void> {
  const { stderr, signal } = terminal;
  try {
    await withStarter(terminal, async (open) => {
      const missing = open.report.parts.filter(({ isInstalled }) => !isInstalled);
      if (open.report.isSupported && missing.length === 0) return;
      stderr.write(safeFor(stderr, describeParts(missing, open.report)));
      await installStarterEngine(open, { terminal });
      stderr.write('The starter engine is installed.\n');
    });
  } catch (error) {
    if (signal.aborted) throw error;
    printError(terminal, toErrorShape(error));
  }
}
