import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { StarterProgress } from '@nodetool-ai/starter';
import { InstallPrinter } from '../output/install-printer.ts';
import { percentOf } from '../output/progress-line.ts';
import { formatSize } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import type { Terminal } from '../terminal.ts';
import type { OpenStarter } from './with-starter.ts';

/** How an installation is shown. */
export interface InstallShown {
  readonly terminal: Terminal;
  /** Every step as JSON on stdout instead of a line on stderr. */
  readonly isJson?: boolean;
}

/**
 * Fetches what the starter engine lacks and puts right what is damaged, and shows how far it is. The person has agreed by
 * now. Rejects with CANCELLED, which says what is kept, and with the codes of installing.
 */
export async function installStarterEngine(
  { starter, report }: OpenStarter,
  { terminal, isJson = false }: InstallShown,
): Promise<void> {
  if (!report.isSupported) throw new NodetoolError('STARTER_UNSUPPORTED', report.unsupportedCause);
  const printer = new InstallPrinter(terminal);
  let newest: StarterProgress | undefined;
  try {
    // One after the other, so that the figures are those of what the person was told that it takes.
    for (const isThere of [false, true]) {
      const parts = report.parts.filter(({ isInstalled }) => isInstalled === isThere);
      if (parts.length === 0) continue;
      await starter.install({
        parts: parts.map(({ id }) => id),
        signal: terminal.signal,
        onProgress: (progress) => {
          newest = progress;
          if (isJson) writeJson(terminal, progress);
          else printer.take(progress);
        },
      });
    }
  } catch (error) {
    throw terminal.signal.aborted || (isNodetoolError(error) && error.code === 'CANCELLED')
      ? stopped(newest, error)
      : error;
  } finally {
    if (!isJson) printer.clear();
  }
}

function stopped(newest: StarterProgress | undefined, cause: unknown): NodetoolError {
  const { completedBytes, totalBytes } = newest ?? {};
  const where =
    completedBytes === undefined || totalBytes === undefined || totalBytes === 0
      ? ''
      : ` at ${percentOf(Math.min(1, completedBytes / totalBytes))} (${formatSize(completedBytes)} of ${formatSize(totalBytes)})`;
  return new NodetoolError('CANCELLED', `The installation was stopped${where}.`, {
    hint: 'Parts that are whole are kept: `nodetool starter install` goes on with the rest.',
    cause,
  });
}
