import { ItemStream } from '../../streams/item-stream.ts';

/**
 * An async generator that may be left at any time, also while an item is waited for (a plain one would not hear of it
 * before the item comes). Leaving aborts the signal that its body was given.
 */
export class LeavableGenerator<Item> extends ItemStream<Item> {
  readonly #controller = new AbortController();
  readonly #body: AsyncGenerator<Item, void, void>;
  #hasLeft = false;

  /** The body gets a signal that aborts when the caller's does or when the generator is left. */
  constructor(
    body: (signal: AbortSignal) => AsyncGenerator<Item, void, void>,
    signal: AbortSignal | undefined,
  ) {
    super();
    const own = this.#controller.signal;
    this.#body = body(signal === undefined ? own : AbortSignal.any([signal, own]));
  }

  async next(): Promise<IteratorResult<Item, void>> {
    try {
      const result = await this.#body.next();
      return this.#hasLeft ? { value: undefined, done: true } : result;
    } catch (error) {
      // Whoever left does not hear of what happened after.
      if (this.#hasLeft) return { value: undefined, done: true };
      throw error;
    }
  }

  return(): Promise<IteratorResult<Item, void>> {
    this.#hasLeft = true;
    this.#controller.abort();
    this.#body.return().catch(() => {});
    return Promise.resolve({ value: undefined, done: true });
  }
}
