import { ApiRefusal } from './api-refusal.ts';

interface Waiter {
  readonly enter: () => void;
}

/** Lets in one at a time, in the order of asking. */
export class WorkQueue {
  readonly #mostWaiting: number;
  readonly #waiting: Waiter[] = [];
  #isBusy = false;

  /** `mostWaiting`: how many may wait; default 512, which is Ollama's. */
  constructor(mostWaiting = 512) {
    this.#mostWaiting = mostWaiting;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Waits for the turn and gives what ends it; calling that twice does nothing. Rejects with the signal's reason, which
   * leaves the queue, and with ApiRefusal 503 when too many wait. `isOwn`: the daemon's own work, which always may wait.
   */
  async enter(signal: AbortSignal, isOwn = false): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#isBusy && !isOwn && this.#waiting.length >= this.#mostWaiting) {
      const text = 'server busy, please try again.  maximum pending requests exceeded';
      throw new ApiRefusal(503, text);
    }
    if (this.#isBusy) await this.#wait(signal);
    this.#isBusy = true;
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#isBusy = false;
      else next.enter();
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        enter: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(abortReason(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
    });
  }
}

function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}
