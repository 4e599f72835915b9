import type { OfferedTools } from '../offered-tools.ts';
import { character, isBlank } from '../source/character.ts';
import { readLiteral, readOneOf } from '../source/read-literal.ts';
import { isAtLineEnd, skipBlanks } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall, TextToolForm } from '../text-tool-call.ts';
import { readObject } from '../values/read-value.ts';
import { readString } from '../values/read-string.ts';
import { setMember } from '../values/set-member.ts';
import { readOfferedName } from './read-name.ts';
import { readYamlValue } from './yaml-value.ts';

/**
 * Reads a line `name: …`, a line `arguments:` and the indented lines `key: value` below it, from `name` on up to a fence,
 * a tag or the end. Values are scalars, or lists and objects in brackets. Undefined for all else that YAML can do.
 */
export function* readYamlCall(
  source: TextSource,
  offered: OfferedTools,
  form: TextToolForm,
): Reading<FoundCall | undefined> {
  if (!(yield* readLiteral(source, 'name:'))) return undefined;
  const name = yield* readName(source, offered);
  if (name === undefined || !(yield* isAtLineEnd(source))) return undefined;
  if ((yield* skipEmptyLines(source)) === undefined) return undefined;
  if (!(yield* readOneOf(source, ['arguments:', 'parameters:']))) return undefined;
  if ((yield* skipBlanks(source)) === character.openBrace) {
    const args = yield* readObject(source, 'json');
    return args && (yield* isAtLineEnd(source)) ? { name, args, form } : undefined;
  }
  if (!(yield* isAtLineEnd(source))) return undefined;
  const args = yield* readMembers(source, offered, name);
  return args && { name, args, form };
}

function* readName(source: TextSource, offered: OfferedTools): Reading<string | undefined> {
  const unit = yield* skipBlanks(source);
  if (unit !== character.doubleQuote && unit !== character.singleQuote) {
    return yield* readOfferedName(source, offered);
  }
  const name = yield* readString(source, 'json');
  return name !== undefined && offered.has(name) ? name : undefined;
}

function* readMembers(
  source: TextSource,
  offered: OfferedTools,
  name: string,
): Reading<Record<string, unknown> | undefined> {
  const args: Record<string, unknown> = {};
  let indentation: number | undefined;
  for (let end = source.position; ; end = source.position) {
    const blanks = yield* skipEmptyLines(source);
    const unit = source.peek() ?? (yield* waitForUnit(source));
    const isEnd = unit === END || unit === character.less || unit === character.tilde;
    // An empty list of arguments is written as `{}`; nothing at all is rather a call that was cut off.
    if (isEnd || unit === character.backtick) {
      source.position = end;
      return indentation === undefined ? undefined : args;
    }
    indentation ??= blanks;
    if (blanks === undefined || blanks === 0 || blanks !== indentation) return undefined;
    const key = yield* readKey(source);
    if (key === undefined || Object.hasOwn(args, key)) return undefined;
    const value = yield* readYamlValue(source, offered.typeOf(name, key));
    if (value === undefined) return undefined;
    setMember(args, key, value);
  }
}

/** Goes to the first line that is not empty, and gives how far it is indented; undefined when this line is not over. */
function* skipEmptyLines(source: TextSource): Reading<number | undefined> {
  let blanks: number | undefined;
  for (;;) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (unit === character.newline) blanks = 0;
    else if (isBlank(unit)) blanks = blanks === undefined ? undefined : blanks + 1;
    else return blanks;
    source.position += 1;
  }
}

/** Reads `key:`, quoted or not. */
function* readKey(source: TextSource): Reading<string | undefined> {
  const start = source.position;
  let unit = source.peek() ?? (yield* waitForUnit(source));
  let key: string | undefined;
  if (unit === character.doubleQuote || unit === character.singleQuote) {
    key = yield* readString(source, 'json');
    unit = source.peek() ?? (yield* waitForUnit(source));
  } else {
    while (unit !== character.colon && unit !== character.newline && unit !== END) {
      source.position += 1;
      unit = source.peek() ?? (yield* waitForUnit(source));
    }
    key = source.slice(start, source.position).trim();
  }
  if (unit !== character.colon || key === undefined || key.startsWith('- ')) return undefined;
  source.position += 1;
  return key;
}

/** Writes the call as YAML. */
export function renderYamlCall({ name, args }: Omit<FoundCall, 'form'>): string {
  const members = Object.entries(args);
  if (members.length === 0) return `name: ${name}\narguments: {}`;
  const lines = members.map(([key, value]) => {
    const plain = /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
    return `  ${plain}: ${JSON.stringify(value)}`;
  });
  return [`name: ${name}`, 'arguments:', ...lines].join('\n');
}
