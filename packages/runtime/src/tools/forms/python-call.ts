import { isRecord } from '@nodetool-ai/graph';
import type { OfferedTools } from '../offered-tools.ts';
import { character, isDigit, isLetter } from '../source/character.ts';
import { readLiteral } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall, TextToolForm } from '../text-tool-call.ts';
import { readObject, readValue } from '../values/read-value.ts';
import { toNamedArguments } from './named-arguments.ts';
import type { GivenArgument } from './named-arguments.ts';
import { readOfferedName } from './read-name.ts';

/**
 * Reads `name(first, second='value', **{'a b': 1})`, from the name on; a `suffix` such as `.call` may stand behind the
 * name. The call may go over several lines.
 */
export function* readPythonCall(
  source: TextSource,
  offered: OfferedTools,
  form: TextToolForm,
  suffix = '',
): Reading<FoundCall | undefined> {
  const name = yield* readOfferedName(source, offered);
  if (name === undefined) return undefined;
  if (suffix !== '') yield* readLiteral(source, suffix);
  const unit = source.peek() ?? (yield* waitForUnit(source));
  if (unit !== character.openParenthesis) return undefined;
  source.position += 1;
  const given = yield* readArguments(source);
  const args = given && toNamedArguments(name, given, offered);
  return args && { name, args, form };
}

function* readArguments(source: TextSource): Reading<readonly GivenArgument[] | undefined> {
  const given: GivenArgument[] = [];
  let unit = yield* skipSpace(source);
  while (unit !== character.closeParenthesis) {
    const next =
      unit === character.asterisk ? yield* readSpread(source) : yield* readArgument(source);
    if (next === undefined) return undefined;
    given.push(...next);
    unit = yield* skipSpace(source);
    if (unit === character.comma) {
      source.position += 1;
      unit = yield* skipSpace(source);
    } else if (unit !== character.closeParenthesis) {
      return undefined;
    }
  }
  source.position += 1;
  return given;
}

function* readArgument(source: TextSource): Reading<readonly GivenArgument[] | undefined> {
  const start = source.position;
  const key = yield* readKey(source);
  if (key === undefined) source.position = start;
  else yield* skipSpace(source);
  const value = yield* readValue(source, 'python');
  if (value === undefined) return undefined;
  return [key === undefined ? { value } : { key, value }];
}

/** Reads `key=` or, as some models write it, `key:`. */
function* readKey(source: TextSource): Reading<string | undefined> {
  const start = source.position;
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    const isFirst = source.position === start;
    if (!isLetter(unit) && (isFirst || (!isDigit(unit) && unit !== character.minus))) break;
    source.position += 1;
  }
  const key = source.slice(start, source.position);
  const unit = yield* skipSpace(source);
  if (key === '' || (unit !== character.equals && unit !== character.colon)) return undefined;
  source.position += 1;
  return key;
}

/** Reads `**{…}`. */
function* readSpread(source: TextSource): Reading<readonly GivenArgument[] | undefined> {
  if (!(yield* readLiteral(source, '**'))) return undefined;
  if ((yield* skipSpace(source)) !== character.openBrace) return undefined;
  const members = yield* readObject(source, 'python');
  return members && Object.entries(members).map(([key, value]) => ({ key, value }));
}

/** Writes a call as Python would. */
export function renderPythonCall({ name, args }: Omit<FoundCall, 'form'>, suffix = ''): string {
  const named: string[] = [];
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(args)) {
    if (/^[A-Za-z_]\w*$/.test(key)) named.push(`${key}=${renderPythonValue(value)}`);
    else others.push([key, value]);
  }
  if (others.length > 0) {
    const members = others.map(
      ([key, value]) => `${renderPythonValue(key)}: ${renderPythonValue(value)}`,
    );
    named.push(`**{${members.join(', ')}}`);
  }
  return `${name}${suffix}(${named.join(', ')})`;
}

function renderPythonValue(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return renderPythonString(value);
  if (Array.isArray(value)) return `[${value.map(renderPythonValue).join(', ')}]`;
  if (isRecord(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => `${renderPythonString(key)}: ${renderPythonValue(member)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}

function renderPythonString(text: string): string {
  // JSON escapes all that Python must escape too, except for the other quote.
  const inner = JSON.stringify(text).slice(1, -1);
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
