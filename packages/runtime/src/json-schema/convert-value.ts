import { isRecord } from '@nodetool-ai/graph';

/** The types that a JSON Schema can name. */
export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** A value in another type that says the same. */
export interface Conversion {
  readonly value: unknown;
  /** In words: `text "30" taken as the number 30`. */
  readonly words: string;
}

/** Longest part of a value that is told in words, in characters. */
const LONGEST_QUOTE = 60;

/** True when the value is of the type; `integer` is a number without a fraction. */
export function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value === type;
  }
}

/**
 * Gives the value in the wanted type, or undefined when nothing of that type says exactly the same: the text of a
 * number as JSON writes it (`30`, not `030`, `3e1` or `0x1e`, and no whole number that is beyond exactness), `true`,
 * `false` and `null`, the JSON text of a list or an object, a number or truth value as text.
 */
export function convertValue(value: unknown, type: JsonType): Conversion | undefined {
  if (type === 'string') return asText(value);
  const parsed = typeof value === 'string' ? exactJson(value) : undefined;
  if (parsed === undefined || !isOfType(parsed.value, type)) return undefined;
  if (type === 'array' || type === 'object')
    return { value: parsed.value, words: `text taken as the ${nameOf(type)} that it writes` };
  return String(parsed.value) === value
    ? { value: parsed.value, words: `text ${quote(value)} taken as the ${nameOf(type)} ${value}` }
    : undefined;
}

/** Gives a value in words, shortened. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

function asText(value: unknown): Conversion | undefined {
  if (typeof value === 'boolean')
    return { value: String(value), words: `the truth value ${value} taken as text` };
  if (typeof value !== 'number' || !isExact(value) || Object.is(value, -0)) return undefined;
  return { value: String(value), words: `the number ${value} taken as text` };
}

/** Whole numbers beyond this range may have been others before they were read. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** What the text writes in JSON, unless a number in it lost digits while it was read. */
function exactJson(text: string): { readonly value: unknown } | undefined {
  let areAllExact = true;
  try {
    const value: unknown = JSON.parse(text, (_, member: unknown) => {
      if (typeof member === 'number' && !isExact(member)) areAllExact = false;
      return member;
    });
    return areAllExact ? { value } : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(type: Exclude<JsonType, 'string'>): string {
  switch (type) {
    case 'array':
      return 'list';
    case 'boolean':
      return 'truth value';
    case 'null':
      return 'value';
    case 'integer':
    case 'number':
      return 'number';
    case 'object':
      return 'object';
  }
}
