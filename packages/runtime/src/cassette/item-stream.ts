import type { ProviderStreamItem } from '../providers/provider-requests.ts';

/**
 * A stream of items made by hand: unlike a generator, it can be left while an item is waited for, which must close the
 * socket behind it.
 */
export abstract class ItemStream implements AsyncGenerator<ProviderStreamItem, void, void> {
  abstract next(): Promise<IteratorResult<ProviderStreamItem, void>>;

  abstract return(): Promise<IteratorResult<ProviderStreamItem, void>>;

  async throw(error: unknown): Promise<IteratorResult<ProviderStreamItem, void>> {
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
