import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import { ItemStream } from '../streams/item-stream.ts';
import type { Recording } from './recording.ts';

/** Hands a stream through and records it from its first item on. A stream that nobody reads is not recorded. */
export class RecordedStream extends ItemStream<ProviderStreamItem> {
  readonly #stream: AsyncGenerator<ProviderStreamItem, void, void>;
  readonly #begin: () => Recording | undefined;
  #recording: Recording | undefined;
  #hasBegun = false;
  #isLeft = false;

  /** `begin` is called when the first item is asked for; without a recording the stream is only handed through. */
  constructor(
    stream: AsyncGenerator<ProviderStreamItem, void, void>,
    begin: () => Recording | undefined,
  ) {
    super();
    this.#stream = stream;
    this.#begin = begin;
  }

  async next(): Promise<IteratorResult<ProviderStreamItem, void>> {
    if (!this.#hasBegun) this.#recording = this.#begin();
    this.#hasBegun = true;
    try {
      const result = await this.#stream.next();
      if (result.done !== true) {
        this.#recording?.item(result.value);
        return result;
      }
    } catch (error) {
      await this.#recording?.fail(error);
      throw error;
    }
    // A stream that was left while an item was waited for ends too.
    await (this.#isLeft ? this.#recording?.leaveStream() : this.#recording?.endStream());
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<ProviderStreamItem, void>> {
    this.#hasBegun = true;
    this.#isLeft = true;
    // The socket first: the tape may take its time.
    const result = await this.#stream.return();
    await this.#recording?.leaveStream();
    return result;
  }
}
