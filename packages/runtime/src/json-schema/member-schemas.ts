import { isRecord } from '@nodetool-ai/graph';
import { appendPointer } from './json-pointer.ts';
import { schemaPattern } from './schema-pattern.ts';

type Schema = Readonly<Record<string, unknown>>;

/** JSON pointers of what a schema at `pointer` says about the property of an object. */
export function propertySchemas(schema: Schema, pointer: string, key: string): readonly string[] {
  const { properties, patternProperties: patterns } = schema;
  const found: string[] = [];
  if (isRecord(properties) && Object.hasOwn(properties, key))
    found.push(appendPointer(appendPointer(pointer, 'properties'), key));
  if (isRecord(patterns)) {
    for (const pattern of Object.keys(patterns)) {
      if (schemaPattern(pattern).test(key))
        found.push(appendPointer(appendPointer(pointer, 'patternProperties'), pattern));
    }
  }
  return found.length > 0 ? found : [appendPointer(pointer, 'additionalProperties')];
}

/** JSON pointer of what a schema at `pointer` says about the item of a list, in either edition. */
export function itemSchema(schema: Schema, pointer: string, index: number): string {
  for (const [first, rest] of [
    ['prefixItems', 'items'],
    ['items', 'additionalItems'],
  ] as const) {
    const list = schema[first];
    if (!Array.isArray(list)) continue;
    return index < list.length
      ? appendPointer(appendPointer(pointer, first), index)
      : appendPointer(pointer, rest);
  }
  return appendPointer(pointer, 'items');
}
