/** One thing that a script does on the wire, in order. */
export type ScriptStep =
  /** Status and headers; without it, 200 with the type of a stream. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Text or bytes, as they are. */
  | { readonly send: string | Uint8Array }
  /** The same in pieces of so many bytes, each a write of its own. */
  | { readonly send: string | Uint8Array; readonly splitEvery: number }
  /** Waits until the test lets it go on. */
  | { readonly waitFor: Promise<unknown> }
  /** Never goes on. */
  | { readonly stall: true }
  /** Resets the connection (TCP RST). */
  | { readonly reset: true }
  /** Closes the connection without the last chunk of HTTP. */
  | { readonly cut: true }
  /** Lines without end, as fast as the reader takes them. */
  | { readonly endless: (index: number) => string }
  /** Ends the answer properly. Happens by itself after the last step. */
  | { readonly end: true };

/** What is played on one request. */
export type Script = readonly ScriptStep[];

/** A script that answers with JSON. */
export function jsonScript(value: unknown, status = 200): Script {
  return [
    { status, headers: { 'content-type': 'application/json; charset=utf-8' } },
    { send: JSON.stringify(value) },
  ];
}

/** A script that streams lines. */
export function linesScript(...lines: readonly string[]): Script {
  return [{ send: lines.join('') }];
}
