import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import type { Terminal } from '../terminal.ts';

/** Asks for a secret without echo; from a pipe, takes what comes, its last line end cut off. */
export async function readSecret(name: string, terminal: Terminal): Promise<string> {
  if (terminal.stdin.isTTY !== true) return (await text(terminal.stdin)).replace(/\r?\n$/, '');
  terminal.stderr.write(`Value of ${name} (not shown): `);
  // The line editor echoes to its output; this one swallows everything.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: terminal.stdin, output: silent, terminal: true });
  try {
    return await lines.question('', { signal: terminal.signal });
  } finally {
    lines.close();
    terminal.stderr.write('\n');
  }
}
