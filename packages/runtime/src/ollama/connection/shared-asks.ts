import { cancelledError, throwIfCancelled } from './cancelled-error.ts';

interface SharedAsk {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Questions that several callers ask at the same time and that are asked once. A caller that goes away leaves the
 * question to the others; when the last one has gone, it is aborted.
 */
export class SharedAsks<T> {
  readonly #asks = new Map<string, SharedAsk & { readonly answer: Promise<T> }>();

  /** The answer to the question of that key. Rejects with CANCELLED as soon as the signal aborts. */
  async ask(
    key: string,
    question: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    throwIfCancelled(signal);
    const shared = this.#asks.get(key) ?? this.#begin(key, question);
    shared.waiting += 1;
    try {
      return await untilAborted(shared.answer, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        this.#forget(key, shared);
        shared.controller.abort();
      }
    }
  }

  #begin(key: string, question: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController();
    const shared = { answer: question(controller.signal), controller, waiting: 0 };
    this.#asks.set(key, shared);
    // Whoever still waits hears of a failure; when nobody does, nobody has to.
    shared.answer.catch(() => {});
    return shared;
  }

  #forget(key: string, shared: SharedAsk): void {
    if (this.#asks.get(key) === shared) this.#asks.delete(key);
  }
}

function untilAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(cancelledError(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
