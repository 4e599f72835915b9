import { isRecord } from '@nodetool-ai/graph';
import { coerceJson } from '../json-schema/coerce-json.ts';
import type { SchemaIssue } from '../json-schema/describe-issue.ts';
import { isEqualJson } from '../json-schema/is-equal-json.ts';
import { localPointer, valueAt } from '../json-schema/json-pointer.ts';
import { wantedTypes } from '../json-schema/wanted-types.ts';
import { findJson } from './find-json.ts';
import type { ObjectSchema } from './object-schema.ts';
import { parseJson } from './parse-json.ts';
import { repairJson } from './repair-json.ts';

/** How a value was read out of an answer. */
export type ReadingStep = 'parsed' | 'repaired' | 'coerced';

/** What became of an answer: a value that follows the schema, or why there is none. */
export type ObjectReading =
  | {
      readonly isUsable: true;
      readonly value: unknown;
      readonly step: ReadingStep;
      readonly changes: readonly string[];
      /** Thinking that stood in the text. */
      readonly thinking: string;
    }
  | {
      readonly isUsable: false;
      /** What is wrong, as the end of a sentence: `it is empty`. */
      readonly problem: string;
      /** The mistakes of a value that was found; `[]` when none was. */
      readonly issues: readonly SchemaIssue[];
    };

/** A value of the text, not yet held against the schema; or why there is none. */
type Found =
  | { readonly value: unknown; readonly isRepaired: boolean; readonly thinking: string }
  | { readonly problem: string };

/**
 * Reads the one value that the text of a model holds and the schema wants: parsed, else repaired, then validated, else
 * converted without loss. `wasCut` says that the model was stopped before it had ended. Nothing is made up: a value
 * that is cut is never closed, and of two different ones none is chosen.
 */
export async function readObject(
  text: string,
  schema: ObjectSchema,
  wasCut: boolean,
): Promise<ObjectReading> {
  const found = findValue(text, schema.json, wasCut);
  if ('problem' in found) return { isUsable: false, problem: found.problem, issues: [] };
  const { thinking, isRepaired } = found;
  const { value, changes } = coerceJson(schema.json, found.value);
  const issues = await schema.issuesOf(value);
  if (issues.length > 0)
    return { isUsable: false, problem: 'it does not follow the schema', issues };
  const step = changes.length > 0 ? 'coerced' : isRepaired ? 'repaired' : 'parsed';
  return { isUsable: true, value, step, changes, thinking };
}

function findValue(
  text: string,
  schema: Readonly<Record<string, unknown>>,
  wasCut: boolean,
): Found {
  if (text.trim() === '') return { problem: 'it is empty' };
  const whole = parseJson(text);
  // Of a number or text that was cut, the rest is as good as the whole.
  const mayBePart = (value: unknown) => wasCut && (typeof value !== 'object' || value === null);
  if (whole !== undefined && !mayBePart(whole.value))
    return { ...whole, isRepaired: false, thinking: '' };
  const { values, fault, thinking, rest } = findJson(text);
  if (rest.trim() === '') return { problem: 'it holds nothing but thinking' };
  const answer = parseJson(rest);
  if (answer !== undefined && !mayBePart(answer.value))
    return { ...answer, isRepaired: false, thinking };
  if (fault === 'cut' || (wasCut && values.length === 0))
    return { problem: 'it ends before its JSON does' };
  if (fault === 'broken') return { problem: 'the brackets of its JSON do not fit' };
  const candidates = values.filter((value) => !isProse(value, schema));
  if (candidates.length === 0) {
    const fenced = parseJson(/^\s*```\w*\s([\s\S]*)```\s*$/.exec(rest)?.[1] ?? '');
    return fenced === undefined
      ? { problem: 'it holds no JSON' }
      : { ...fenced, isRepaired: true, thinking };
  }
  const [first, ...others] = candidates.map((value) => parseJson(value) ?? repairJson(value));
  if (first === undefined || others.includes(undefined))
    return { problem: 'its JSON cannot be read' };
  if (others.some((other) => other !== undefined && !isEqualJson(other.value, first.value)))
    return { problem: 'it holds more than one JSON value, and they are not the same' };
  return { value: first.value, isRepaired: true, thinking };
}

/** Brackets that are not meant as JSON: `{name}`, and `[1]` or `[see below]` where no list is wanted. */
function isProse(text: string, schema: Readonly<Record<string, unknown>>): boolean {
  const hasMembers = text.includes(':') || text.includes('{', 1);
  if (hasMembers) return false;
  if (text.startsWith('[')) return !wantsList(schema);
  return (parseJson(text) ?? repairJson(text)) === undefined;
}

function wantsList(schema: Readonly<Record<string, unknown>>): boolean {
  const pointer = localPointer(schema['$ref']);
  const target = pointer === undefined ? undefined : valueAt(schema, pointer);
  const types = wantedTypes(schema) ?? (isRecord(target) ? wantedTypes(target) : undefined);
  return types === undefined || types.includes('array');
}
