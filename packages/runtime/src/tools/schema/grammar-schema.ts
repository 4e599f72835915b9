import { isRecord } from '@nodetool-ai/graph';
import { mergeSchemas } from './merge-schemas.ts';
import { toPlainSchema } from './plain-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

const SCALARS = ['string', 'number', 'integer', 'boolean', 'null'];
/** Grammars repeat the rule of an item as often as a list may be long. */
const LONGEST_COUNT = 64;

/**
 * Gives the schema in the words that llama.cpp turns into a grammar in every version: types, members, items, `enum`
 * and `anyOf`. Rules about the inside of texts and numbers are left out, since it ignores them or refuses the whole; so
 * what a model writes may break those, and has to be checked. Objects have the members that are named and no others,
 * unless the schema says that they may.
 */
export function toGrammarSchema(schema: Schema): Record<string, unknown> {
  return convert(toPlainSchema(schema));
}

/** Any value. A schema without a type would be an object to it. */
function anyValue(): Record<string, unknown> {
  return { anyOf: [...SCALARS.filter(isNotInteger), 'object', 'array'].map((type) => ({ type })) };
}

function isNotInteger(type: string): boolean {
  return type !== 'integer';
}

function convert(schema: unknown): Record<string, unknown> {
  if (!isRecord(schema)) return anyValue();
  const { anyOf, enum: values, type, ...rest } = schema;
  if (Array.isArray(anyOf) && anyOf.length > 0) {
    const base = { ...rest, ...(type === undefined ? {} : { type }) };
    const branches = anyOf.filter(isRecord).map((branch) => convert(mergeSchemas(base, branch)));
    return { anyOf: branches };
  }
  if (Array.isArray(values) && values.length > 0) return { enum: values };
  if (Array.isArray(type)) {
    return type.length === 0
      ? convert(rest)
      : { anyOf: type.map((each) => convert({ ...rest, type: each })) };
  }
  if (type === 'object' || (type === undefined && 'properties' in rest)) return convertObject(rest);
  if (type === 'array' || (type === undefined && 'items' in rest)) return convertArray(rest);
  return typeof type === 'string' && SCALARS.includes(type) ? { type } : anyValue();
}

function convertObject(schema: Schema): Record<string, unknown> {
  const { properties, additionalProperties: others } = schema;
  const named = Object.entries(isRecord(properties) ? properties : {}).filter(([, member]) =>
    isPossible(member),
  );
  const members = new Map(named.map(([name, member]) => [name, convert(member)]));
  const required = listOf(schema['required']).filter((name) => typeof name === 'string');
  for (const name of required) if (!members.has(name)) members.set(name, anyValue());
  if (members.size === 0 && others !== false && !isRecord(others) && !isRecord(properties)) {
    return { type: 'object' };
  }
  return {
    type: 'object',
    properties: Object.fromEntries(members),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: isRecord(others) ? convert(others) : others === true,
  };
}

function convertArray({ items, minItems, maxItems }: Schema): Record<string, unknown> {
  if (!isRecord(items)) return { type: 'array' };
  return {
    type: 'array',
    items: convert(items),
    ...(isCount(minItems) ? { minItems } : {}),
    ...(isCount(maxItems) ? { maxItems } : {}),
  };
}

function isCount(count: unknown): boolean {
  return Number.isInteger(count) && Number(count) >= 0 && Number(count) <= LONGEST_COUNT;
}

/** False for a member that must not be there. */
function isPossible(member: unknown): boolean {
  return !(isRecord(member) && isRecord(member['not']) && Object.keys(member['not']).length === 0);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
