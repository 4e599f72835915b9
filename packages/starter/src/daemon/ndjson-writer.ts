import { once } from 'node:events';
import type { ApiCall } from './daemon-context.ts';
import type { Reply } from './reply.ts';

/** Writes an answer of lines, each one JSON value; the status 200 goes out with the first. */
export class NdjsonWriter {
  readonly #reply: Reply;
  readonly #signal: AbortSignal;
  readonly #readerTimeoutMs: number;

  /** Sends nothing. The call's signal and its time limit end the waiting for a slow reader. */
  constructor({ reply, signal, readerTimeoutMs }: ApiCall) {
    this.#reply = reply;
    this.#signal = signal;
    this.#readerTimeoutMs = readerTimeoutMs;
  }

  /**
   * Writes a line, and waits while the reader does not keep up. Rejects with the signal's reason, or when the reader took
   * nothing for too long: then its connection is cut, so that the engine is free for others.
   */
  async write(line: unknown): Promise<void> {
    this.#signal.throwIfAborted();
    if (!this.#reply.headersSent)
      this.#reply.writeHead(200, { 'content-type': 'application/x-ndjson' });
    if (!this.#reply.write(`${JSON.stringify(line)}\n`)) await this.#drained();
  }

  /** Ends the answer; before the first line with status 200 and no body. */
  end(): void {
    this.#reply.end();
  }

  async #drained(): Promise<void> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), this.#readerTimeoutMs);
    try {
      const signal = AbortSignal.any([this.#signal, patience.signal]);
      await once(this.#reply, 'drain', { signal });
    } catch (error) {
      this.#reply.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
