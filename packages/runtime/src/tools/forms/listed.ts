import type { Reading } from '../source/reading.ts';
import type { FoundCall } from '../text-tool-call.ts';

/** Gives one call as a list. */
export function* listed(
  reading: Reading<FoundCall | undefined>,
): Reading<readonly FoundCall[] | undefined> {
  const call = yield* reading;
  return call && [call];
}
