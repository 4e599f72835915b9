import type { ProviderStatus } from '../providers/provider-status.ts';

/** How long it counts that a host was ready. */
const READY_LIFETIME_MS = 3000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * How a host was when it was last asked, and how long that counts: 3 s when it was ready; else a pause that doubles with
 * each failure in a row, from 1 s to 60 s, during which it need not be asked.
 */
export class HostHealth {
  readonly #now: () => number;
  #status: ProviderStatus | undefined;
  #countsUntil = 0;
  #failures = 0;

  /** `now` gives milliseconds from any beginning. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The last status while it counts. */
  recall(): ProviderStatus | undefined {
    return this.#now() < this.#countsUntil ? this.#status : undefined;
  }

  /** Remembers what a host said of itself, or how it could not be reached. */
  note(status: ProviderStatus): void {
    if (status.state === 'ready') {
      this.#failures = 0;
      this.#countsUntil = this.#now() + READY_LIFETIME_MS;
    } else if (this.recall() === undefined || this.#status?.state === 'ready') {
      // Requests that fail together are one failure.
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
      this.#failures += 1;
      this.#countsUntil = this.#now() + pauseMs;
    }
    this.#status = status;
  }

  /** The host answered a request: a failure from before counts no more. */
  noteAnswer(): void {
    this.#failures = 0;
    if (this.#status?.state !== 'ready') this.forget();
  }

  /** It must be asked the next time. */
  forget(): void {
    this.#countsUntil = 0;
  }
}
