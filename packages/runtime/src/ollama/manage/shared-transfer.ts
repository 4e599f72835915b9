import type { NodetoolError } from '@nodetool-ai/graph';
import type { ProgressChannel } from './progress-channel.ts';

/** What is shared, and who is told of its end. */
export interface SharedTransferOptions<Item> {
  /** The one stream behind it. */
  readonly stream: AsyncGenerator<Item, void, void>;
  readonly explain: (error: unknown) => NodetoolError;
  /** Told once, before the readers are: it came to its end, it failed, or the last reader left. */
  readonly onOver: () => void;
}

/**
 * One stream of progress for several readers. Who comes later begins with the newest item. The stream is read whether or
 * not readers take their items, and is closed when the last of them has left.
 */
export class SharedTransfer<Item extends { readonly phase: string }> {
  readonly #options: SharedTransferOptions<Item>;
  readonly #readers = new Set<ProgressChannel<Item>>();
  #newest: Item | undefined;
  #isReading = false;
  #isOver = false;

  constructor(options: SharedTransferOptions<Item>) {
    this.#options = options;
  }

  /** Gives everything that comes from now on to a reader, beginning with the newest item. */
  join(reader: ProgressChannel<Item>): void {
    this.#readers.add(reader);
    if (this.#newest !== undefined) reader.push(this.#newest);
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#read();
  }

  /** A reader goes away. */
  leave(reader: ProgressChannel<Item>): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    this.#end();
    void this.#options.stream.return();
  }

  async #read(): Promise<void> {
    try {
      for await (const item of this.#options.stream) {
        this.#newest = item;
        for (const reader of this.#readers) reader.push(item);
      }
      this.#end();
      for (const reader of this.#readers) reader.end();
    } catch (error) {
      this.#end();
      const explained = this.#options.explain(error);
      for (const reader of this.#readers) reader.fail(explained);
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.onOver();
  }
}
