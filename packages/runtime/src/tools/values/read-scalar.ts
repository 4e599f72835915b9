import { isDigit, isLetter } from '../source/character.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);

/** Longest word that means something. */
const LONGEST_WORD = 5;

/** Reads a number as JSON writes it, see `numberFrom`. */
export function* readNumber(source: TextSource): Reading<number | string | undefined> {
  const start = source.position;
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (!isDigit(unit) && !'+-.eE'.includes(String.fromCharCode(unit))) break;
    source.position += 1;
  }
  return numberFrom(source.slice(start, source.position));
}

/**
 * Gives the number that a text is. A whole number with more digits than a number keeps stays the text that it is, so
 * that long ids are not changed. Undefined when it is no number of JSON, or too large for one.
 */
export function numberFrom(text: string): number | string | undefined {
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  const isExact = Number.isSafeInteger(number) || !/^-?\d+$/.test(text) || String(number) === text;
  return isExact ? number : text;
}

/** Reads `true`, `false`, `null` or what Python calls them. */
export function* readWord(source: TextSource): Reading<boolean | null | undefined> {
  const start = source.position;
  while (source.position - start <= LONGEST_WORD) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (!isLetter(unit) && !isDigit(unit)) break;
    source.position += 1;
  }
  return wordFrom(source.slice(start, source.position));
}

/** Gives what a word means; undefined for every other word. */
export function wordFrom(text: string): boolean | null | undefined {
  return WORDS.get(text);
}
