import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';

/** Asks a question on a terminal; true only for `y` or `yes`. Rejects when Ctrl-C is pressed. */
export async function confirm(question: string, terminal: Terminal): Promise<boolean> {
  const { stdin, stderr, signal } = terminal;
  // Lines as the terminal itself gives them, so that Ctrl-C stays a signal.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    const ended = once(lines, 'close').then(() => '');
    const asked = lines.question(safeFor(stderr, `${question} [y/N] `), { signal });
    const answer = await Promise.race([asked, ended]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
