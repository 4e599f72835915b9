import { character } from '../source/character.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import { readEscape } from './read-escape.ts';
import type { Notation } from './notation.ts';

/**
 * Reads a string, from its quote on: single or double quotes, with line breaks in them as models write them, and in
 * Python also three of them. In a raw string a backslash stands for itself. Undefined when it does not end.
 */
export function* readString(
  source: TextSource,
  notation: Notation,
  isRaw = false,
): Reading<string | undefined> {
  const quote = source.peek() ?? (yield* waitForUnit(source));
  source.position += 1;
  const quotes = notation === 'python' ? yield* countQuotes(source, quote) : 0;
  // Two quotes and no third are an empty string.
  if (quotes === 1) {
    source.position += 1;
    return '';
  }
  const isTriple = quotes >= 2;
  if (isTriple) source.position += 2;
  const parts: string[] = [];
  let from = source.position;
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (unit === END) return undefined;
    if (unit === character.backslash) {
      if (isRaw) {
        const next = source.peek(1) ?? (yield* waitForUnit(source, 1));
        source.position += next === END ? 1 : 2;
      } else {
        parts.push(source.slice(from, source.position));
        const escaped = yield* readEscape(source, notation);
        if (escaped === undefined) return undefined;
        parts.push(escaped);
        from = source.position;
      }
    } else if (unit === quote && (!isTriple || (yield* countQuotes(source, quote)) === 3)) {
      parts.push(source.slice(from, source.position));
      source.position += isTriple ? 3 : 1;
      return parts.join('');
    } else {
      source.position += 1;
    }
  }
}

/** How many of the quotes stand here, up to three. */
function* countQuotes(source: TextSource, quote: number): Reading<number> {
  for (let count = 0; count < 3; count += 1) {
    const unit = source.peek(count) ?? (yield* waitForUnit(source, count));
    if (unit !== quote) return count;
  }
  return 3;
}
