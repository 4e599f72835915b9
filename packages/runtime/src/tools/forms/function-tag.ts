import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { readClosing, readLiteral } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readObject, valueFrom } from '../values/read-value.ts';
import { setMember } from '../values/set-member.ts';
import { readOfferedName } from './read-name.ts';

const PARAMETER_END = '</parameter>';
const FUNCTION_END = '</function>';

/**
 * Reads `<function=name><parameter=key>value</parameter></function>`, or a JSON object between the tags. A value is a
 * text where the schema wants one; else the JSON that it is, else a text too.
 */
export function* readFunctionTag(
  source: TextSource,
  offered: OfferedTools,
): Reading<FoundCall | undefined> {
  if (!(yield* readLiteral(source, '<function='))) return undefined;
  const name = yield* readOfferedName(source, offered);
  if (name === undefined || !(yield* readLiteral(source, '>'))) return undefined;
  const unit = yield* skipSpace(source);
  const args =
    unit === character.openBrace
      ? yield* readObject(source, 'json')
      : yield* readParameters(source, offered, name);
  if (args === undefined) return undefined;
  yield* skipSpace(source);
  return (yield* readClosing(source, FUNCTION_END))
    ? { name, args, form: 'tag-function' }
    : undefined;
}

function* readParameters(
  source: TextSource,
  offered: OfferedTools,
  name: string,
): Reading<Record<string, unknown> | undefined> {
  const args: Record<string, unknown> = {};
  while (yield* readLiteral(source, '<parameter=')) {
    const key = yield* readUntil(source, '>');
    if (key === undefined || key.includes('\n') || Object.hasOwn(args, key)) return undefined;
    const text = yield* readUntil(source, PARAMETER_END);
    if (text === undefined) return undefined;
    // The model's own form has the value on lines of its own.
    const raw = text.replace(/^\n/, '').replace(/\n$/, '');
    setMember(args, key, offered.typeOf(name, key) === 'string' ? raw : meaningOf(raw));
    yield* skipSpace(source);
  }
  return args;
}

/** The value that a text without quotes is, or the text. */
function meaningOf(raw: string): unknown {
  const value = valueFrom(raw, 'json');
  return value === undefined ? raw : value;
}

/** Reads up to the literal and over it; undefined when it does not come. */
function* readUntil(source: TextSource, literal: string): Reading<string | undefined> {
  const start = source.position;
  const first = literal.charCodeAt(0);
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (unit === END) return undefined;
    const end = source.position;
    if (unit === first && (yield* readLiteral(source, literal))) return source.slice(start, end);
    source.position += 1;
  }
}

/** Writes the call with these tags; undefined when they cannot carry it exactly, since they have no quotes. */
export function renderFunctionTag({ name, args }: Omit<FoundCall, 'form'>): string | undefined {
  const members = Object.entries(args);
  if (!members.every(([key, value]) => /^[\w.-]+$/.test(key) && isClear(value))) return undefined;
  const lines = members.map(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `<parameter=${key}>\n${text}\n${PARAMETER_END}\n`;
  });
  return `<function=${name}>\n${lines.join('')}${FUNCTION_END}`;
}

/** Whether the value alone, without quotes, is read as what it is. */
function isClear(value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.includes(PARAMETER_END)) return false;
  return typeof value !== 'string' || valueFrom(value, 'json') === undefined;
}
