import type { NodetoolError } from '@nodetool-ai/graph';
import { ItemStream } from '../../streams/item-stream.ts';
import { cancelledError } from '../connection/cancelled-error.ts';

/** How a channel is filled and left. */
export interface ProgressChannelOptions<Item extends { readonly phase: string }> {
  /** Begins the work; called at the first `next()`. */
  readonly start: (channel: ProgressChannel<Item>) => void;
  /** Told once when the caller leaves, or its signal aborts, before the end. */
  readonly leave: (channel: ProgressChannel<Item>) => void;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting<Item> {
  readonly resolve: (result: IteratorResult<Item, void>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * An async generator over what somebody else reports. Nothing begins before the first `next()`. An item that was not
 * taken yet is replaced by the next one of its phase, so that a slow reader gets what counts now. An abort ends the
 * reader at once with CANCELLED and drops what was not taken.
 */
export class ProgressChannel<Item extends { readonly phase: string }> extends ItemStream<Item> {
  readonly #options: ProgressChannelOptions<Item>;
  readonly #onAbort = (): void => {
    this.#items = [];
    const wasOpen = this.#state === 'open';
    this.fail(cancelledError(this.#options.signal));
    if (wasOpen) this.#options.leave(this);
  };
  #items: Item[] = [];
  #waiting: Waiting<Item>[] = [];
  #state: 'new' | 'open' | 'over' = 'new';
  /** Thrown once, when the items before it are taken. */
  #error: NodetoolError | undefined;

  constructor(options: ProgressChannelOptions<Item>) {
    super();
    this.#options = options;
  }

  /** Gives an item to the reader. */
  push(item: Item): void {
    if (this.#state !== 'open') return;
    if (this.#items.at(-1)?.phase === item.phase) this.#items.pop();
    this.#items.push(item);
    this.#serve();
  }

  /** The work is done. */
  end(): void {
    this.#settle();
    this.#serve();
  }

  /** The work failed. */
  fail(error: NodetoolError): void {
    if (this.#state === 'over') return;
    this.#error = error;
    this.end();
  }

  next(): Promise<IteratorResult<Item, void>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#state === 'new') this.#start();
      this.#serve();
    });
  }

  return(): Promise<IteratorResult<Item, void>> {
    const wasOpen = this.#state === 'open';
    this.#items = [];
    this.#error = undefined;
    this.end();
    if (wasOpen) this.#options.leave(this);
    return Promise.resolve({ value: undefined, done: true });
  }

  #start(): void {
    const { signal, start } = this.#options;
    if (signal?.aborted) return this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#state = 'open';
    start(this);
  }

  #settle(): void {
    this.#state = 'over';
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const item = this.#items.shift();
      if (item === undefined && this.#state !== 'over') return;
      const waiting = this.#waiting.shift();
      if (item !== undefined) waiting?.resolve({ value: item, done: false });
      else if (this.#error === undefined) waiting?.resolve({ value: undefined, done: true });
      else {
        const error = this.#error;
        this.#error = undefined;
        waiting?.reject(error);
      }
    }
  }
}
