import { character, isBlank, isSpace } from './character.ts';
import { waitForUnit } from './reading.ts';
import type { Reading } from './reading.ts';
import { END } from './text-source.ts';
import type { TextSource } from './text-source.ts';

/** Goes over blanks and newlines, and gives the character behind them. */
export function* skipSpace(source: TextSource): Reading<number> {
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (!isSpace(unit)) return unit;
    source.position += 1;
  }
}

/** Goes over the blanks of a line, and gives the character behind them. */
export function* skipBlanks(source: TextSource): Reading<number> {
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (!isBlank(unit)) return unit;
    source.position += 1;
  }
}

/** Whether nothing but blanks is left of the line. The position stays. */
export function* isAtLineEnd(source: TextSource): Reading<boolean> {
  const start = source.position;
  const unit = yield* skipBlanks(source);
  source.position = start;
  return unit === END || unit === character.newline;
}
