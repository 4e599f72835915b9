import { once } from 'node:events';
import type { Reply } from './reply.ts';

/** Writes an answer of lines, each one JSON value; the status 200 goes out with the first. */
export class NdjsonWriter {
  readonly #reply: Reply;
  readonly #signal: AbortSignal;

  /** `signal` ends the waiting for a slow reader. */
  constructor(reply: Reply, signal: AbortSignal) {
    this.#reply = reply;
    this.#signal = signal;
  }

  /** Writes a line, and waits while the reader does not keep up. Rejects with the signal's reason. */
  async write(line: unknown): Promise<void> {
    this.#signal.throwIfAborted();
    if (!this.#reply.headersSent)
      this.#reply.writeHead(200, { 'content-type': 'application/x-ndjson' });
    if (!this.#reply.write(`${JSON.stringify(line)}\n`))
      await once(this.#reply, 'drain', { signal: this.#signal });
  }

  /** Ends the answer; before the first line with status 200 and no body. */
  end(): void {
    this.#reply.end();
  }
}
