import { Channel } from './channel.ts';

/**
 * Notices when every running node waits for another one: a node that reads two streams of one sender one after the
 * other stops the sender on the second while it waits for the first. The fullest way out is to give the smallest full
 * channel more room (bounded scheduling after Parks).
 */
export class StallGuard {
  readonly #running = new Set<string>();
  readonly #waiting = new Map<string, number>();
  readonly #blocked = new Map<Channel<unknown>, string>();
  #isChecking = false;

  /** A channel whose waiting is watched. */
  createChannel(sender: string, receiver: string): Channel<unknown> {
    const channel: Channel<unknown> = new Channel(undefined, {
      onBlocked: (isBlocked) => {
        if (isBlocked) this.#blocked.set(channel, sender);
        else this.#blocked.delete(channel);
        this.#count(sender, isBlocked);
      },
      onStarved: (isStarved) => this.#count(receiver, isStarved),
    });
    return channel;
  }

  /** The code of a node runs from now on. */
  start(nodeId: string): void {
    this.#running.add(nodeId);
  }

  /** It no longer does. */
  end(nodeId: string): void {
    this.#running.delete(nodeId);
    this.#check();
  }

  #count(nodeId: string, isWaiting: boolean): void {
    this.#waiting.set(nodeId, (this.#waiting.get(nodeId) ?? 0) + (isWaiting ? 1 : -1));
    if (isWaiting) this.#check();
  }

  /** Looks once everybody who was woken in this turn had a chance to move. */
  #check(): void {
    if (this.#isChecking || this.#blocked.size === 0) return;
    this.#isChecking = true;
    setImmediate(() => {
      this.#isChecking = false;
      const isStalled = [...this.#running].every((nodeId) => (this.#waiting.get(nodeId) ?? 0) > 0);
      if (!isStalled) return;
      const [smallest] = [...this.#blocked.keys()].toSorted(
        (left, right) => left.size - right.size,
      );
      smallest?.grow();
      this.#check();
    });
  }
}
