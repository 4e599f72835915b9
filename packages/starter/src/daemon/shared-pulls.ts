import type { PullLine } from '../install/pull-starter-model.ts';

/** Fetches a model into the library. Throws NodetoolError MODEL_NOT_FOUND for a name that cannot be had. */
export type PullModel = (
  name: string,
  options: { readonly signal: AbortSignal },
) => AsyncGenerator<PullLine, void, void>;

interface Transfer {
  readonly stop: AbortController;
  listeners: number;
  /** Lines so far: a download tells many, of which only the newest counts. */
  latest: PullLine | undefined;
  count: number;
  outcome: { readonly error?: unknown } | undefined;
  wake: Resolvable;
}

interface Resolvable {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** Pulls by name: who asks for what is being pulled listens to it. The pull ends when nobody listens any more. */
export class SharedPulls {
  readonly #pull: PullModel;
  readonly #transfers = new Map<string, Transfer>();

  /** Starts nothing. */
  constructor(pull: PullModel) {
    this.#pull = pull;
  }

  /**
   * The lines of a pull from now on; one who reads slowly misses lines but never the last. Throws the pull's error, or
   * the signal's reason.
   */
  async *listen(name: string, signal: AbortSignal): AsyncGenerator<PullLine, void, void> {
    signal.throwIfAborted();
    const transfer = this.#transfers.get(name) ?? this.#start(name);
    transfer.listeners += 1;
    let seen = 0;
    const aborted = abortOf(signal);
    try {
      for (;;) {
        const { wake, latest, count, outcome } = transfer;
        if (latest !== undefined && count > seen) {
          seen = count;
          yield latest;
        } else if (outcome === undefined) {
          await Promise.race([wake.promise, aborted.promise]);
          signal.throwIfAborted();
        } else {
          if ('error' in outcome) throw outcome.error;
          return;
        }
      }
    } finally {
      aborted.leave();
      transfer.listeners -= 1;
      if (transfer.listeners === 0 && transfer.outcome === undefined) {
        if (this.#transfers.get(name) === transfer) this.#transfers.delete(name);
        transfer.stop.abort();
      }
    }
  }

  /** Ends every pull. */
  close(): void {
    for (const { stop } of this.#transfers.values()) stop.abort();
  }

  #start(name: string): Transfer {
    const transfer: Transfer = {
      stop: new AbortController(),
      listeners: 0,
      latest: undefined,
      count: 0,
      outcome: undefined,
      wake: resolvable(),
    };
    this.#transfers.set(name, transfer);
    void this.#run(name, transfer);
    return transfer;
  }

  async #run(name: string, transfer: Transfer): Promise<void> {
    const tell = () => {
      const { wake } = transfer;
      transfer.wake = resolvable();
      wake.resolve();
    };
    try {
      for await (const line of this.#pull(name, { signal: transfer.stop.signal })) {
        transfer.latest = line;
        transfer.count += 1;
        tell();
      }
      transfer.outcome = {};
    } catch (error) {
      transfer.outcome = { error };
    }
    if (this.#transfers.get(name) === transfer) this.#transfers.delete(name);
    tell();
  }
}

function resolvable(): Resolvable {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function abortOf(signal: AbortSignal) {
  const { promise, resolve } = resolvable();
  signal.addEventListener('abort', resolve, { once: true });
  return { promise, leave: () => signal.removeEventListener('abort', resolve) };
}
