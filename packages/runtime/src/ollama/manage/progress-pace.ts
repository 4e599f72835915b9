import { RateMeter } from './rate-meter.ts';
import type { TransferProgress } from './transfer-progress.ts';

/** A daemon tells of its progress up to 17 times a second; nobody can read that. */
const LEAST_GAP_MS = 100;

/** What is known at a moment. */
export interface ProgressFacts<Phase extends string> extends Omit<
  TransferProgress<Phase>,
  'bytesPerSecond' | 'secondsLeft'
> {
  /** Whether bytes are moving: then a speed is given. */
  readonly isMoving: boolean;
  /** The last of its phase or of all is given whatever the pace. */
  readonly isLast?: boolean;
}

/** Makes progress out of facts: adds the speed, and lets about ten items a second through. */
export class ProgressPace<Phase extends string> {
  readonly #now: () => number;
  readonly #meter = new RateMeter();
  #phase: Phase | undefined;
  #givenAtMs = 0;

  /** `now` gives milliseconds of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The item to give, or undefined when the last one of this phase was given less than 100 ms ago. */
  item({
    isMoving,
    isLast = false,
    ...facts
  }: ProgressFacts<Phase>): TransferProgress<Phase> | undefined {
    const { phase, completedBytes, totalBytes, resumedBytes = 0 } = facts;
    const now = this.#now();
    const isNewPhase = phase !== this.#phase;
    if (isNewPhase) this.#meter.reset();
    // What was there before was not fetched now.
    const moved = completedBytes === undefined ? undefined : completedBytes - resumedBytes;
    const rate = isMoving && moved !== undefined ? this.#meter.add(moved, now) : undefined;
    if (!isLast && !isNewPhase && now - this.#givenAtMs < LEAST_GAP_MS) return undefined;
    this.#phase = phase;
    this.#givenAtMs = now;
    if (rate === undefined || completedBytes === undefined || totalBytes === undefined)
      return facts;
    const left = rate > 0 ? { secondsLeft: Math.ceil((totalBytes - completedBytes) / rate) } : {};
    return { ...facts, bytesPerSecond: rate, ...left };
  }
}
