/** How many values wait between two nodes before the sender has to. */
export const CHANNEL_CAPACITY = 64;

/** Who watches a channel, to notice when nobody can move any more. */
export interface ChannelWatch {
  /** The sender waits for room, or no longer does. */
  onBlocked(isBlocked: boolean): void;
  /** The receiver waits for a value, or no longer does. */
  onStarved(isStarved: boolean): void;
}

const unwatched: ChannelWatch = { onBlocked: () => {}, onStarved: () => {} };

/**
 * Values from one sender to one receiver, in order. The sender waits while the channel is full. The receiver may leave
 * early; then values are dropped and the sender goes on.
 */
export class Channel<T> implements AsyncIterable<T> {
  #values: T[] = [];
  /** Values before this place are taken already; they are cut off now and then, so that taking one costs the same always. */
  #head = 0;
  #capacity: number;
  #state: 'open' | 'ended' | 'left' = 'open';
  #error: unknown;
  #sender: (() => void) | undefined;
  #receiver: (() => void) | undefined;
  readonly #watch: ChannelWatch;
  /** Values that were put in, dropped ones not counted. */
  count = 0;

  constructor(capacity = CHANNEL_CAPACITY, watch: ChannelWatch = unwatched) {
    this.#capacity = capacity;
    this.#watch = watch;
  }

  /** Values that wait. */
  get size(): number {
    return this.#values.length - this.#head;
  }

  /** Whether the sender has to wait. */
  get isFull(): boolean {
    return this.#state === 'open' && this.size >= this.#capacity;
  }

  /** Puts a value in. False when the receiver has left: the value is dropped. Resolves when there is room for the next. */
  async put(value: T): Promise<boolean> {
    if (this.#state !== 'open') return false;
    this.#values.push(value);
    this.count += 1;
    this.#wakeReceiver();
    if (!this.isFull) return true;
    this.#watch.onBlocked(true);
    await new Promise<void>((resolve) => {
      this.#sender = resolve;
    });
    return true;
  }

  /** Says that no value comes after those that wait. */
  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#wakeReceiver();
  }

  /** The same with an error, which the receiver gets after the values that wait. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return;
    this.#error = error;
    this.end();
  }

  /** The receiver wants no more. */
  leave(): void {
    this.#state = 'left';
    this.#values = [];
    this.#head = 0;
    this.#wakeSender();
    this.#wakeReceiver();
  }

  /** Makes room for as many values again. */
  grow(): void {
    this.#capacity *= 2;
    this.#wakeSender();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    try {
      for (;;) {
        while (this.size > 0) yield this.#take();
        if (this.#error !== undefined) throw this.#error;
        if (this.#state !== 'open') return;
        this.#watch.onStarved(true);
        await new Promise<void>((resolve) => {
          this.#receiver = resolve;
        });
      }
    } finally {
      this.leave();
    }
  }

  #take(): T {
    // The caller looked at the size.
    const value = this.#values[this.#head++]!;
    if (this.#head > 1024 && this.#head * 2 > this.#values.length) {
      this.#values = this.#values.slice(this.#head);
      this.#head = 0;
    }
    if (!this.isFull) this.#wakeSender();
    return value;
  }

  #wakeSender(): void {
    const wake = this.#sender;
    if (wake === undefined) return;
    this.#sender = undefined;
    this.#watch.onBlocked(false);
    wake();
  }

  #wakeReceiver(): void {
    const wake = this.#receiver;
    if (wake === undefined) return;
    this.#receiver = undefined;
    this.#watch.onStarved(false);
    wake();
  }
}
