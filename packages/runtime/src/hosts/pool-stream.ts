import { isNodetoolError } from '@nodetool-ai/graph';
import { ItemStream } from '../streams/item-stream.ts';
import { addToError } from '../ollama/errors/error-details.ts';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import type { Place } from './turns.ts';

type Result = IteratorResult<ProviderStreamItem, void>;
type Stream = AsyncGenerator<ProviderStreamItem, void, void>;

/** An answer that has begun at a host. */
export interface OpenedAnswer {
  readonly place: Place;
  readonly stream: Stream;
  /** What came first. */
  readonly first: Result;
}

const OVER: Result = { value: undefined, done: true };

/**
 * The answer of whichever host gives the first piece; from then on it is that host's alone. The last chunk tells which
 * host it was. May be left at any time, also while hosts are still being asked; then all sockets are closed.
 */
export class PoolStream extends ItemStream<ProviderStreamItem> {
  readonly #open: (signal: AbortSignal) => Promise<OpenedAnswer>;
  readonly #signal: AbortSignal | undefined;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#controller.abort(this.#signal?.reason);
  #opening: Promise<OpenedAnswer> | undefined;
  #answer: OpenedAnswer | undefined;
  #isOver = false;

  /** `open` is called at the first `next()`; its signal aborts when the caller's does or when the stream is left. */
  constructor(
    open: (signal: AbortSignal) => Promise<OpenedAnswer>,
    signal: AbortSignal | undefined,
  ) {
    super();
    this.#open = open;
    this.#signal = signal;
  }

  next(): Promise<Result> {
    if (this.#answer !== undefined) return this.#nextOf(this.#answer);
    if (this.#isOver) return Promise.resolve(OVER);
    if (this.#opening !== undefined)
      return this.#opening.then(
        () => this.next(),
        () => OVER,
      );
    this.#opening = this.#begin();
    return this.#opening.then(
      (answer) => {
        if (this.#isOver) return OVER;
        this.#answer = answer;
        return this.#see(answer.first);
      },
      (error: unknown) => {
        // Whoever left does not hear of what happened after.
        if (this.#isOver) return OVER;
        this.#end();
        throw error;
      },
    );
  }

  async return(): Promise<Result> {
    this.#end();
    this.#controller.abort();
    await this.#answer?.stream.return();
    return OVER;
  }

  async #begin(): Promise<OpenedAnswer> {
    if (this.#signal?.aborted) this.#onAbort();
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
    const answer = await this.#open(this.#controller.signal);
    if (this.#isOver) {
      answer.place.release();
      await answer.stream.return();
    }
    return answer;
  }

  #nextOf({ stream }: OpenedAnswer): Promise<Result> {
    return stream.next().then(this.#see, this.#fail);
  }

  readonly #see = (result: Result): Result => {
    const { value, done } = result;
    if (done === true) {
      this.#end();
      return result;
    }
    if (value.type !== 'chunk' || value.done !== true || this.#answer === undefined) return result;
    this.#end();
    const { host, model } = this.#answer.place;
    const usage = { model, ...value.usage, host: host.name };
    return { value: { ...value, usage }, done: false };
  };

  readonly #fail = (error: unknown): never => {
    this.#end();
    const host = this.#answer?.place.host.name;
    throw isNodetoolError(error) && host !== undefined
      ? addToError(error, { details: { host } })
      : error;
  };

  #end(): void {
    this.#isOver = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#answer?.place.release();
  }
}
