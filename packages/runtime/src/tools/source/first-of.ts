import type { Reading } from './reading.ts';
import type { TextSource } from './text-source.ts';

/** Gives what the first of the readers that reads something reads; all begin at the same position. */
export function* firstOf<T>(
  source: TextSource,
  readers: readonly (() => Reading<T | undefined>)[],
): Reading<T | undefined> {
  const start = source.position;
  for (const read of readers) {
    source.position = start;
    const found = yield* read();
    if (found !== undefined) return found;
  }
  return undefined;
}
