/** Gives the error that is thrown in place of another one. */
export type TranslateError = (error: unknown) => Promise<unknown>;

/** A stream whose errors are said in other words. Like the one behind it, it may be left while an item is waited for. */
export class TranslatedStream<Item> implements AsyncGenerator<Item, void, void> {
  readonly #stream: AsyncGenerator<Item, void, void>;
  readonly #translate: TranslateError;

  constructor(stream: AsyncGenerator<Item, void, void>, translate: TranslateError) {
    this.#stream = stream;
    this.#translate = translate;
  }

  async next(): Promise<IteratorResult<Item, void>> {
    try {
      return await this.#stream.next();
    } catch (error) {
      throw await this.#translate(error);
    }
  }

  return(): Promise<IteratorResult<Item, void>> {
    return this.#stream.return();
  }

  throw(error: unknown): Promise<IteratorResult<Item, void>> {
    return this.#stream.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
