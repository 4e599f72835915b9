import { isRecord } from '@nodetool-ai/graph';
import { FormatUnsupported } from './inference-engine.ts';

/** A JSON Schema that is an object. */
export type Schema = Readonly<Record<string, unknown>>;

const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
/** Ways of giving a choice; two choices at once would have to be multiplied out. */
const CHOICES = ['anyOf', 'oneOf', '$ref', 'prefixItems'];

/** One schema for what follows both. Throws FormatUnsupported, with the path, when no value can or none can be told. */
export function mergeSchemas(left: Schema, right: Schema, path: string): Schema {
  const merged: Record<string, unknown> = { ...left, ...right };
  for (const key of Object.keys(left)) {
    if (right[key] === undefined) continue;
    merged[key] = mergeKeyword(key, left[key], right[key], path);
  }
  return merged;
}

function mergeKeyword(key: string, left: unknown, right: unknown, path: string): unknown {
  if (JSON.stringify(left) === JSON.stringify(right)) return right;
  if (key === 'type') return mergeTypes(left, right, path);
  if (key === 'required') return [...new Set([...listOf(left), ...listOf(right)])];
  if (key === 'properties' && isRecord(left) && isRecord(right))
    return mergeProperties(left, right, path);
  if (key === 'enum') {
    const texts = new Set(listOf(right).map((value) => JSON.stringify(value)));
    return listOf(left).filter((value) => texts.has(JSON.stringify(value)));
  }
  if (key === 'items' && isRecord(left) && isRecord(right))
    return mergeSchemas(left, right, `${path}/items`);
  if (key === 'additionalProperties') return left === false ? false : right;
  if (LOWER_BOUNDS.includes(key)) return Math.max(Number(left), Number(right));
  if (UPPER_BOUNDS.includes(key)) return Math.min(Number(left), Number(right));
  if (CHOICES.includes(key) || key === 'const')
    throw new FormatUnsupported(`${path}: two different ${key} at once cannot be followed`);
  return right;
}

function mergeProperties(left: Schema, right: Schema, path: string): Schema {
  const merged: Record<string, unknown> = { ...left };
  for (const [name, schema] of Object.entries(right)) {
    const other = left[name];
    merged[name] =
      isRecord(other) && isRecord(schema)
        ? mergeSchemas(other, schema, `${path}/properties/${name}`)
        : schema;
  }
  return merged;
}

function mergeTypes(left: unknown, right: unknown, path: string): unknown {
  const lefts = Array.isArray(left) ? left : [left];
  const rights: readonly unknown[] = Array.isArray(right) ? right : [right];
  const both = lefts.flatMap((type: unknown) => {
    if (rights.includes(type)) return [type];
    if (type === 'number' && rights.includes('integer')) return ['integer'];
    if (type === 'integer' && rights.includes('number')) return ['integer'];
    return [];
  });
  if (both.length === 0) throw new FormatUnsupported(`${path}: no value is of both types`);
  return both.length === 1 ? both[0] : both;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
