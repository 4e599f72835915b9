import { character } from '../source/character.ts';
import { isAtLineEnd, skipBlanks } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import { numberFrom, wordFrom } from '../values/read-scalar.ts';
import { readValue } from '../values/read-value.ts';

const STARTS_OF_VALUES: readonly number[] = [
  character.doubleQuote,
  character.singleQuote,
  character.openBrace,
  character.openBracket,
];

/** How the values begin that are more than the text of their line: blocks, anchors, tags and items. */
const OTHER_YAML = /^(?:[|>&*!%@`]|- |-$)/;

/**
 * Reads the value of a YAML line, from behind the colon to the end of the line. Without quotes it is a text where the
 * schema wants one; else what it looks like. Undefined where YAML means something else than what stands there.
 */
export function* readYamlValue(source: TextSource, type: string | undefined): Reading<unknown> {
  const first = yield* skipBlanks(source);
  if (STARTS_OF_VALUES.includes(first)) {
    const value = yield* readValue(source, 'json');
    return value !== undefined && (yield* isAtLineEnd(source)) ? value : undefined;
  }
  const start = source.position;
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (unit === character.newline || unit === END) break;
    source.position += 1;
  }
  const text = source.slice(start, source.position).trim();
  if (OTHER_YAML.test(text) || text.includes(' #')) return undefined;
  if (text === '' || text === '~') return null;
  if (type === 'string') return text;
  const word = wordFrom(text);
  return word === undefined ? (numberFrom(text) ?? text) : word;
}
