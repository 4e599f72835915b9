import type { TextSource } from './text-source.ts';

/**
 * A reader that stops where more text is needed and goes on from there: it yields when it needs more, and returns what
 * it read. Readers of calls return undefined for what is none.
 */
export type Reading<T> = Generator<undefined, T, undefined>;

/** Waits for the character at the position or so many behind it; END behind the last one. */
export function* waitForUnit(source: TextSource, offset = 0): Reading<number> {
  for (;;) {
    const unit = source.peek(offset);
    if (unit !== undefined) return unit;
    yield;
  }
}

/** Runs a reader on a text that is complete. */
export function finishReading<T>(reading: Reading<T>): T {
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}
