import { jsonrepair } from 'jsonrepair';
import { readBalancedJson } from './json-tokens.ts';
import type { JsonToken } from './json-tokens.ts';
import { parseJson } from './parse-json.ts';

/** A number that is written otherwise than JSON wants: `.5`, `2.`, `007` is none. */
const NUMBER = /^-?(?:(?:0|[1-9]\d*)\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Words that mean a literal of JSON. */
const LITERALS: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
]);
/** Words that are no text: they stand for what JSON cannot say, or for something left out. */
const NO_TEXT = /^(?:[+-]?(?:NaN|Infinity)|undefined|.*(?:\.\.\.|…).*)$/;

/**
 * Gives the list or object that the text writes in broken JSON (trailing commas, single quotes, remarks, names without
 * quotes, literals of Python, …), or undefined when that is not certain: every mark and every value of the text must
 * be in the result, in order, and nothing else, so that nothing is ever made up or left out. Of marks only a comma
 * before the name of a property may be missing in the text.
 */
export function repairJson(text: string): { readonly value: unknown } | undefined {
  const original = readBalancedJson(text, 0);
  if (original.state !== 'whole' || original.end !== text.length) return undefined;
  return parseJson(writeTokens(original.tokens)) ?? repairFurther(text, original.tokens);
}

/** What jsonrepair makes of the text, unless it guesses: it takes the text `["["]` apart, for example. */
function repairFurther(
  text: string,
  tokens: readonly JsonToken[],
): { readonly value: unknown } | undefined {
  try {
    const repaired = jsonrepair(text).trim();
    const result = readBalancedJson(repaired, 0);
    const isSame = result.state === 'whole' && saysTheSame(tokens, result.tokens);
    return isSame ? parseJson(repaired) : undefined;
  } catch {
    return undefined;
  }
}

/** The same tokens in JSON, as far as each of them can be written in it. */
function writeTokens(tokens: readonly JsonToken[]): string {
  const written = tokens.map(({ kind, text }, index) => {
    // What is not known must not vanish: this is no JSON.
    if (text === undefined) return 'undefined';
    if (kind === 'mark') return text;
    const isName = kind === 'word' && isMark(tokens[index + 1], ':') && !NO_TEXT.test(text);
    if (kind === 'string' || isName) return JSON.stringify(text);
    const isOddNumber = NUMBER.test(text) && parseJson(text) === undefined;
    return LITERALS.get(text) ?? (isOddNumber ? String(Number(text)) : text);
  });
  // Words must not grow together.
  return written.join(' ');
}

function saysTheSame(original: readonly JsonToken[], result: readonly JsonToken[]): boolean {
  let at = 0;
  for (const [index, other] of result.entries()) {
    const token = original[at];
    if (token !== undefined && isSameToken(token, other)) at += 1;
    else if (!isMark(other, ',') || !isMark(result[index + 2], ':')) return false;
  }
  return at === original.length;
}

function isMark(token: JsonToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

function isSameToken(token: JsonToken, result: JsonToken): boolean {
  if (token.kind !== 'word') return token.kind === result.kind && token.text === result.text;
  if (result.kind === 'string') return token.text === result.text && !NO_TEXT.test(token.text);
  if (result.kind !== 'word') return false;
  const isNumber = NUMBER.test(token.text) && NUMBER.test(result.text);
  return isNumber
    ? Number(token.text) === Number(result.text)
    : LITERALS.get(token.text) === result.text;
}
