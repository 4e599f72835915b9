import type { ErrorShape } from '@nodetool-ai/graph';
import { safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';

/** Writes an error to stderr: code and message, then what to do. */
export function printError(
  terminal: Terminal,
  error: Pick<ErrorShape, 'code' | 'message' | 'hint'>,
): void {
  const text = `error ${error.code}: ${error.message}\n${error.hint}\n`;
  terminal.stderr.write(safeFor(terminal.stderr, text));
}
