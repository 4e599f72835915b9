import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { readLiteral } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall, TextToolForm } from '../text-tool-call.ts';
import { readObject } from '../values/read-value.ts';
import { isCallKey, isNameKey, toJsonCall } from './json-call.ts';

/** Where JSON stands, and what follows from it. */
export interface JsonPlace {
  /** The form of its calls; where not given it is told by their own shape. */
  readonly form?: TextToolForm;
  /** Whether a name alone is a call, because a tag says that it is. */
  readonly isTagged?: boolean;
}

/** Reads a JSON object or list that is nothing but calls, from its first character on. */
export function* readJsonBlock(
  source: TextSource,
  offered: OfferedTools,
  place: JsonPlace = {},
): Reading<readonly FoundCall[] | undefined> {
  const unit = source.peek() ?? (yield* waitForUnit(source));
  if (unit === character.openBrace) return yield* readCallObject(source, offered, place);
  return yield* readCallList(source, offered, { form: 'json-list', ...place });
}

function* readCallList(
  source: TextSource,
  offered: OfferedTools,
  place: JsonPlace,
): Reading<readonly FoundCall[] | undefined> {
  if (!(yield* readLiteral(source, '['))) return undefined;
  const calls: FoundCall[] = [];
  let unit = yield* skipSpace(source);
  while (unit === character.openBrace) {
    const found = yield* readCallObject(source, offered, place);
    if (found === undefined) return undefined;
    calls.push(...found);
    unit = yield* skipSpace(source);
    if (unit !== character.comma) break;
    source.position += 1;
    unit = yield* skipSpace(source);
  }
  if (unit !== character.closeBracket || calls.length === 0) return undefined;
  source.position += 1;
  return calls;
}

/** Reads one object. It is given up at the first key or name that no call has, so that other JSON is not held back. */
function* readCallObject(
  source: TextSource,
  offered: OfferedTools,
  { form, isTagged = false }: JsonPlace,
): Reading<readonly FoundCall[] | undefined> {
  const object = yield* readObject(source, 'json', (key, value) => {
    if (value === undefined) return isCallKey(key) || isMessageKey(key);
    if (key === 'content') return value === null || value === '';
    return !isNameKey(key) || (typeof value === 'string' && offered.has(value));
  });
  if (object === undefined) return undefined;
  const { tool_calls: list, ...rest } = object;
  if (list === undefined) {
    const shape = typeof object['function'] === 'object' ? 'json-function' : 'json';
    const call = toJsonCall(object, offered, form ?? shape, !isTagged);
    return call && [call];
  }
  if (!Array.isArray(list) || !Object.keys(rest).every(isMessageKey)) return undefined;
  const calls = list.map((item) => toJsonCall(item, offered, form ?? 'json-tool-calls'));
  const certain = calls.filter((call) => call !== undefined);
  return certain.length > 0 && certain.length === calls.length ? certain : undefined;
}

/** What a whole message of a model with calls may have; its content only when it is empty. */
function isMessageKey(key: string): boolean {
  return key === 'tool_calls' || key === 'role' || key === 'content';
}

/** Writes the call as JSON, with the names of the members that the form has. */
export function renderJsonCall(
  { name, args }: Omit<FoundCall, 'form'>,
  key: 'arguments' | 'parameters' = 'arguments',
): string {
  return JSON.stringify({ name, [key]: args });
}
