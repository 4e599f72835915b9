/**
 * An async generator made by hand: unlike one that is written with `yield`, it can be left while an item is waited for,
 * which must close the socket behind it.
 */
export abstract class ItemStream<Item> implements AsyncGenerator<Item, void, void> {
  /** The next item; nothing begins before the first call. */
  abstract next(): Promise<IteratorResult<Item, void>>;

  /** Ends it, whatever is waited for. */
  abstract return(): Promise<IteratorResult<Item, void>>;

  /** Ends it, and rejects with the error. */
  async throw(error: unknown): Promise<IteratorResult<Item, void>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
