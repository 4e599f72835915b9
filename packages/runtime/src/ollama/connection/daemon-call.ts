import type { Readable } from 'node:stream';
import { NodetoolError } from '@nodetool-ai/graph';
import type { Dispatcher } from 'undici';
import { cancelledError } from './cancelled-error.ts';
import { toConnectionError } from './connection-error.ts';

/** One request to a daemon. */
export interface DaemonRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** For example `/api/chat`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is read, instead of `body`; destroyed when the call ends on its way. */
  readonly upload?: { readonly stream: Readable; readonly sizeBytes: number };
  readonly signal?: AbortSignal | undefined;
  /** For the whole answer, in milliseconds; 0 or absent = no limit. The other limits do not count then. */
  readonly totalTimeoutMs?: number;
  /** For the whole answer, beside the limits below, in milliseconds; 0 or absent = no limit. */
  readonly deadlineMs?: number;
  /** Until the answer begins, in milliseconds; 0 or absent = no limit. */
  readonly firstByteTimeoutMs?: number;
  /** Silence within the answer, in milliseconds; 0 or absent = no limit. */
  readonly idleTimeoutMs?: number;
}

/** What takes an answer as it comes. An error that it throws ends the call with that error. */
export interface ResponseSink {
  /** The answer has begun. */
  head(status: number, contentType: string): void;
  data(bytes: Buffer): void;
  /** The answer is complete as far as HTTP can tell. Nothing comes after it. */
  end(): void;
  /** The call failed; nothing comes after it. */
  fail(error: NodetoolError): void;
}

/**
 * A request on its way. It watches the signal and the clock, refuses redirects, and turns everything that fails into an
 * error of ours. Works on undici's dispatch, which costs less for each chunk than streams and async iteration.
 */
export class DaemonCall implements Dispatcher.DispatchHandler {
  readonly #url: string;
  readonly #request: DaemonRequest;
  readonly #sink: ResponseSink;
  readonly #onAbort = (): void => this.#fail(cancelledError(this.#request.signal));
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #hasBegun = false;
  #isHeard = false;
  #isOver = false;

  constructor(url: string, request: DaemonRequest, sink: ResponseSink) {
    this.#url = url;
    this.#request = request;
    this.#sink = sink;
  }

  /** Hands the request to the dispatcher; with a signal that is aborted already, nothing is sent. */
  start(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): void {
    const { signal, totalTimeoutMs = 0, firstByteTimeoutMs = 0, deadlineMs = 0 } = this.#request;
    if (signal?.aborted) return this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#watch(totalTimeoutMs === 0 ? firstByteTimeoutMs : totalTimeoutMs);
    if (deadlineMs > 0) {
      const error = () => this.#notDoneError(deadlineMs);
      this.#deadline = setTimeout(() => this.#fail(error()), deadlineMs);
    }
    dispatcher.dispatch(options, this);
  }

  /** Ends the call and closes its socket. The sink hears nothing more. */
  abort(): void {
    this.#settle();
    this.#controller?.abort(new Error('The answer is not wanted any more.'));
  }

  /** Stops reading from the socket, and the clock for silence with it: the reader is slow, not the daemon. */
  pause(): void {
    this.#controller?.pause();
    if (!this.#isTotal) this.#watch(0);
  }

  /** Reads on. */
  resume(): void {
    if (this.#isOver) return;
    if (!this.#isTotal) this.#watch(this.#request.idleTimeoutMs ?? 0);
    this.#controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The call may have been ended while it waited for its socket: then nothing is sent.
    if (this.#isOver) controller.abort(new Error('The answer is not wanted any more.'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (this.#isOver || status < 200) return;
    this.#hasBegun = true;
    if (status >= 300 && status < 400)
      return this.#fail(this.#redirectError(status, headers['location']));
    if (!this.#isTotal) this.#watch(this.#request.idleTimeoutMs ?? 0);
    this.#guard(() => this.#sink.head(status, String(headers['content-type'] ?? '')));
  }

  onResponseData(_controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.#isOver) return;
    this.#hear();
    try {
      this.#sink.data(bytes);
    } catch (error) {
      this.#fail(toConnectionError(error, { url: this.#url, hasBegun: true }));
    }
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#guard(() => this.#sink.end());
    this.#settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(toConnectionError(error, { url: this.#url, hasBegun: this.#hasBegun }));
  }

  get #isTotal(): boolean {
    return (this.#request.totalTimeoutMs ?? 0) > 0;
  }

  /** Pieces that came in one read of the socket set the clock back once: doing so costs as much as decoding a piece. */
  #hear(): void {
    if (this.#isHeard || this.#isTotal || this.#timer === undefined) return;
    this.#isHeard = true;
    this.#timer.refresh();
    queueMicrotask(() => {
      this.#isHeard = false;
    });
  }

  #guard(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#fail(toConnectionError(error, { url: this.#url, hasBegun: true }));
    }
  }

  #fail(error: NodetoolError): void {
    if (this.#isOver) return;
    this.#settle();
    this.#controller?.abort(error);
    this.#sink.fail(error);
  }

  #settle(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#deadline);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
  }

  #watch(limitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer =
      limitMs > 0 ? setTimeout(() => this.#fail(this.#timeoutError(limitMs)), limitMs) : undefined;
  }

  #timeoutError(limitMs: number): NodetoolError {
    const seconds = limitMs / 1000;
    const what =
      this.#hasBegun && !this.#isTotal
        ? `sent nothing for ${seconds} s in the middle of an answer`
        : `did not answer within ${seconds} s`;
    const hasBegun = this.#hasBegun;
    return new NodetoolError('OLLAMA_TIMEOUT', `The daemon at ${this.#url} ${what}.`, {
      details: { url: this.#url, path: this.#request.path, timeoutMs: limitMs, hasBegun },
    });
  }

  #notDoneError(limitMs: number): NodetoolError {
    const message = `The answer of the daemon at ${this.#url} was not complete after ${limitMs / 1000} s.`;
    return new NodetoolError('OLLAMA_TIMEOUT', message, {
      details: { url: this.#url, path: this.#request.path, timeoutMs: limitMs, isDeadline: true },
    });
  }

  #redirectError(status: number, location: string | string[] | undefined): NodetoolError {
    const target = originOf(String(location ?? ''), this.#url);
    return new NodetoolError(
      'OLLAMA_REDIRECT_REFUSED',
      `${this.#url} sends requests on to ${target ?? 'another address'}, which is refused: prompts and keys go nowhere else.`,
      { details: { url: this.#url, status, ...(target === undefined ? {} : { target }) } },
    );
  }
}

/** Scheme, host and port alone: the rest of such an address may hold secrets. */
function originOf(location: string, base: string): string | undefined {
  try {
    return location === '' ? undefined : new URL(location, base).origin;
  } catch {
    return undefined;
  }
}
