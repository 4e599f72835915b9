import type { RunClock } from './run-clock.ts';

/** Screens show 30 pictures a second; more events than that cost and tell nothing. */
export const EVENT_INTERVAL_MS = 33;

/** Lets through the first call at once, and then at most one in each interval; the last one is never lost. */
export class Throttle {
  readonly #clock: RunClock;
  readonly #emit: () => void;
  #cancel: (() => void) | undefined;
  #isPending = false;

  constructor(clock: RunClock, emit: () => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** There is something to tell. */
  call(): void {
    if (this.#cancel !== undefined) {
      this.#isPending = true;
      return;
    }
    this.#emit();
    this.#cancel = this.#clock.after(EVENT_INTERVAL_MS, () => {
      this.#cancel = undefined;
      if (!this.#isPending) return;
      this.#isPending = false;
      this.call();
    });
  }

  /** Tells at once what was held back, and rests. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#isPending) return;
    this.#isPending = false;
    this.#emit();
  }
}
