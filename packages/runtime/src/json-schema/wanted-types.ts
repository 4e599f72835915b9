import { isOfType } from './convert-value.ts';
import type { JsonType } from './convert-value.ts';
import { isEqualJson } from './is-equal-json.ts';

type Schema = Readonly<Record<string, unknown>>;

const TYPES: readonly JsonType[] = [
  'string',
  'integer',
  'number',
  'boolean',
  'null',
  'object',
  'array',
];

/** The types that a schema allows: those it names, else those of its allowed values; undefined = any. */
export function wantedTypes(schema: Schema): readonly JsonType[] | undefined {
  const { type } = schema;
  if (type !== undefined) {
    const named: readonly unknown[] = Array.isArray(type) ? type : [type];
    return TYPES.filter((candidate) => named.includes(candidate));
  }
  const values = allowedValues(schema);
  if (values === undefined) return undefined;
  return TYPES.filter((candidate) => values.some((value) => isOfType(value, candidate)));
}

/** True unless the value is of another type than the schema allows, or none of its allowed values. */
export function isWanted(value: unknown, schema: Schema): boolean {
  const types = wantedTypes(schema);
  if (types !== undefined && !types.some((type) => isOfType(value, type))) return false;
  const values = allowedValues(schema);
  return values === undefined || values.some((allowed) => isEqualJson(allowed, value));
}

/** What `const` and `enum` allow; undefined = anything. */
function allowedValues(schema: Schema): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined;
}
