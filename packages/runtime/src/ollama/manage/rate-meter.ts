interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** The speed is that of the last seconds: shorter, it jumps; longer, it lies about a line that became slow. */
const WINDOW_MS = 5000;
/** Before that, a speed would be a guess. */
const SHORTEST_MS = 1000;
const SAMPLE_EVERY_MS = 200;

/** Measures how fast a count of bytes grows. */
export class RateMeter {
  #samples: Sample[] = [];

  /** Takes the count at a time; gives the bytes per second over the last 5 s, or undefined in the first second. */
  add(bytes: number, atMs: number): number | undefined {
    const last = this.#samples.at(-1);
    if (last === undefined || atMs - last.atMs >= SAMPLE_EVERY_MS)
      this.#samples.push({ atMs, bytes });
    // One sample from before the window is its beginning.
    while ((this.#samples[1]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs - WINDOW_MS)
      this.#samples.shift();
    const [first] = this.#samples;
    if (first === undefined || atMs - first.atMs < SHORTEST_MS) return undefined;
    return Math.round(((bytes - first.bytes) / (atMs - first.atMs)) * 1000);
  }

  /** Forgets what was measured: something else begins. */
  reset(): void {
    this.#samples = [];
  }
}
