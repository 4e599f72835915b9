import { character } from '../source/character.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import type { Notation } from './notation.ts';

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const ONLY_IN: Readonly<Record<Notation, ReadonlyMap<string, string>>> = {
  json: new Map([['/', '/']]),
  python: new Map([
    ['a', '\u0007'],
    ['v', '\v'],
    // A newline behind a backslash joins the lines.
    ['\n', ''],
  ]),
};

/** Digits behind the letter of an escape by number. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/**
 * Reads an escape, from the backslash on. A backslash before a character that it cannot escape stands for itself, as in
 * Python; models write patterns like `\d` that way. Undefined when the number of an escape is none.
 */
export function* readEscape(source: TextSource, notation: Notation): Reading<string | undefined> {
  source.position += 1;
  const unit = source.peek() ?? (yield* waitForUnit(source));
  if (unit === END) return undefined;
  const letter = String.fromCharCode(unit);
  source.position += 1;
  const simple = SIMPLE.get(letter) ?? ONLY_IN[notation].get(letter);
  if (simple !== undefined) return simple;
  const digits = DIGITS.get(letter);
  if (digits !== undefined) return yield* readCodePoint(source, digits);
  if (notation === 'python' && isOctal(unit)) {
    source.position -= 1;
    return yield* readOctal(source);
  }
  // What a line break behind a backslash should be in JSON nobody knows.
  return unit === character.newline ? undefined : `\\${letter}`;
}

function* readCodePoint(source: TextSource, digits: number): Reading<string | undefined> {
  let code = 0;
  for (let index = 0; index < digits; index += 1) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    const digit = unit === END ? Number.NaN : Number.parseInt(String.fromCharCode(unit), 16);
    if (Number.isNaN(digit)) return undefined;
    code = code * 16 + digit;
    source.position += 1;
  }
  // Halves of a pair come one by one and are joined by standing next to each other.
  return code > 0x10_ffff ? undefined : String.fromCodePoint(code);
}

function* readOctal(source: TextSource): Reading<string> {
  let code = 0;
  for (let index = 0; index < 3; index += 1) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (!isOctal(unit)) break;
    code = code * 8 + (unit - 0x30);
    source.position += 1;
  }
  return String.fromCharCode(code);
}

function isOctal(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x37;
}
