import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import { ItemStream } from '../streams/item-stream.ts';

/** A stream that is chosen when its first item is asked for; an error of the choice is that of the first item. */
export class LateStream extends ItemStream<ProviderStreamItem> {
  readonly #choose: () => AsyncGenerator<ProviderStreamItem, void, void>;
  #chosen: AsyncGenerator<ProviderStreamItem, void, void> | undefined;
  #isOver = false;

  constructor(choose: () => AsyncGenerator<ProviderStreamItem, void, void>) {
    super();
    this.#choose = choose;
  }

  async next(): Promise<IteratorResult<ProviderStreamItem, void>> {
    if (this.#isOver) return { value: undefined, done: true };
    try {
      this.#chosen ??= this.#choose();
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
    return this.#chosen.next();
  }

  async return(): Promise<IteratorResult<ProviderStreamItem, void>> {
    this.#isOver = true;
    await this.#chosen?.return();
    return { value: undefined, done: true };
  }
}
