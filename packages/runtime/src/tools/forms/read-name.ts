import type { OfferedTools } from '../offered-tools.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import { END } from '../source/text-source.ts';

/** Reads the name of an offered tool. What follows it tells whether the name ends here. */
export function* readOfferedName(
  source: TextSource,
  offered: OfferedTools,
): Reading<string | undefined> {
  let name = '';
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    const longer = unit === END ? '' : name + String.fromCharCode(unit);
    if (!offered.hasBeginning(longer)) return offered.has(name) ? name : undefined;
    name = longer;
    source.position += 1;
  }
}
