/** How fast something arrives; a figure is absent while it is not known. */
export interface TransferPace {
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

/** The rate is that of the last seconds, so that it follows a line that becomes slower. */
const WINDOW_MS = 5000;
/** Over less time than this a rate is noise. */
const LEAST_MS = 250;

/** Makes a rate and a remaining time out of counts of bytes. */
export class TransferRate {
  readonly #now: () => number;
  #samples: { readonly atMs: number; readonly bytes: number }[] = [];

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes how much is there by now, and tells the pace. A count below the last one begins anew. */
  note(completedBytes: number, totalBytes?: number): TransferPace {
    const atMs = this.#now();
    const last = this.#samples.at(-1);
    if (last !== undefined && completedBytes < last.bytes) this.#samples = [];
    this.#samples.push({ atMs, bytes: completedBytes });
    while ((this.#samples[1]?.atMs ?? atMs) < atMs - WINDOW_MS) this.#samples.shift();
    const [first] = this.#samples;
    if (first === undefined || atMs - first.atMs < LEAST_MS) return {};
    const bytesPerSecond = ((completedBytes - first.bytes) * 1000) / (atMs - first.atMs);
    if (totalBytes === undefined || bytesPerSecond <= 0) return { bytesPerSecond };
    return {
      bytesPerSecond,
      secondsLeft: Math.max(0, totalBytes - completedBytes) / bytesPerSecond,
    };
  }
}
