import { character, isDigit } from '../source/character.ts';
import { waitForUnit, finishReading } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { skipSpace } from '../source/read-space.ts';
import { END, TextSource } from '../source/text-source.ts';
import type { Notation } from './notation.ts';
import { readNumber, readWord } from './read-scalar.ts';
import { readString } from './read-string.ts';
import { setMember } from './set-member.ts';

/** Deepest nesting of lists and objects. */
export const MAX_NESTING = 256;

/**
 * Judges the members of an object while it is read: at first the key alone, then the key with its value. False ends the
 * reading.
 */
export type MemberCheck = (key: string, value?: unknown) => boolean;

/**
 * Reads a value as JSON or Python write it, from its first character on. Undefined when it is none, does not end, is
 * nested deeper than MAX_NESTING or has a key twice.
 */
export function* readValue(source: TextSource, notation: Notation, depth = 0): Reading<unknown> {
  const unit = source.peek() ?? (yield* waitForUnit(source));
  switch (unit) {
    case character.openBrace:
      return yield* readObject(source, notation, undefined, depth);
    case character.openBracket:
      return yield* readList(source, notation, depth);
    case character.doubleQuote:
    case character.singleQuote:
      return yield* readString(source, notation);
    default:
      if (unit === character.minus || isDigit(unit)) return yield* readNumber(source);
      if (notation === 'python' && (yield* isRawString(source, unit))) {
        source.position += 1;
        return yield* readString(source, notation, true);
      }
      return yield* readWord(source);
  }
}

/** Reads an object, from its brace on; see `readValue`. */
export function* readObject(
  source: TextSource,
  notation: Notation,
  accepts: MemberCheck = () => true,
  depth = 0,
): Reading<Record<string, unknown> | undefined> {
  if (depth >= MAX_NESTING) return undefined;
  const result: Record<string, unknown> = {};
  source.position += 1;
  let unit = yield* skipSpace(source);
  while (unit !== character.closeBrace) {
    if (unit !== character.doubleQuote && unit !== character.singleQuote) return undefined;
    const key = yield* readString(source, notation);
    if (key === undefined || Object.hasOwn(result, key) || !accepts(key)) return undefined;
    if ((yield* skipSpace(source)) !== character.colon) return undefined;
    source.position += 1;
    yield* skipSpace(source);
    const value = yield* readValue(source, notation, depth + 1);
    if (value === undefined || !accepts(key, value)) return undefined;
    setMember(result, key, value);
    unit = yield* skipSpace(source);
    if (unit === character.comma) {
      source.position += 1;
      unit = yield* skipSpace(source);
    } else if (unit !== character.closeBrace) {
      return undefined;
    }
  }
  source.position += 1;
  return result;
}

function* readList(
  source: TextSource,
  notation: Notation,
  depth: number,
): Reading<unknown[] | undefined> {
  if (depth >= MAX_NESTING) return undefined;
  const result: unknown[] = [];
  source.position += 1;
  let unit = yield* skipSpace(source);
  while (unit !== character.closeBracket) {
    const value = yield* readValue(source, notation, depth + 1);
    if (value === undefined) return undefined;
    result.push(value);
    unit = yield* skipSpace(source);
    if (unit === character.comma) {
      source.position += 1;
      unit = yield* skipSpace(source);
    } else if (unit !== character.closeBracket) {
      return undefined;
    }
  }
  source.position += 1;
  return result;
}

function* isRawString(source: TextSource, unit: number): Reading<boolean> {
  if (unit !== 0x72 && unit !== 0x52) return false;
  const next = source.peek(1) ?? (yield* waitForUnit(source, 1));
  return next === character.doubleQuote || next === character.singleQuote;
}

/** Gives the value that the whole text is; undefined when it is none, see `readValue`. */
export function valueFrom(text: string, notation: Notation): unknown {
  const source = new TextSource();
  source.append(text);
  source.finish();
  return finishReading(readWhole(source, notation));
}

function* readWhole(source: TextSource, notation: Notation): Reading<unknown> {
  yield* skipSpace(source);
  const value = yield* readValue(source, notation);
  return (yield* skipSpace(source)) === END ? value : undefined;
}
