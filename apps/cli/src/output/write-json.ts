import type { Terminal } from '../terminal.ts';

/** Writes a value as JSON and a line end; without `indent`, in one line. */
export function writeJson(terminal: Terminal, value: unknown, indent?: 2): void {
  terminal.stdout.write(`${JSON.stringify(value, undefined, indent)}\n`);
}
