import type { Readable, Writable } from 'node:stream';

/** The world as the program sees it; tests bring one of their own. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?: (mode: boolean) => unknown };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Control characters that could move the cursor, change the title or worse; line ends and tabs stay. */
const CONTROLS =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)|[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Text of a model or daemon as it may be shown on a terminal. In a pipe it stays as it is. */
export function safeFor(stream: { readonly isTTY?: boolean }, text: string): string {
  return stream.isTTY ? text.replaceAll(CONTROLS, '') : text;
}

/** Dims text where that is wanted: on a terminal, and NO_COLOR is not set. */
export function dim(terminal: Terminal, text: string): string {
  const isColoured = terminal.stderr.isTTY === true && !terminal.environment['NO_COLOR'];
  return isColoured ? `\u001B[2m${text}\u001B[22m` : text;
}
