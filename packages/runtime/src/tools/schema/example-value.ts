import { isRecord } from '@nodetool-ai/graph';

/**
 * Gives a value that shows what a schema made by `toWireToolSchema` wants: its first allowed value, the members that
 * must be there, and texts in angle brackets that say what belongs in their place.
 */
export function exampleValue(schema: unknown, name: string): unknown {
  if (!isRecord(schema)) return `<${name}>`;
  const { type, enum: values, anyOf, items } = schema;
  if (Array.isArray(values) && values.length > 0) return values[0];
  if (Array.isArray(anyOf) && anyOf.length > 0) return exampleValue(anyOf[0], name);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return exampleObject(schema);
    case 'array':
      return isRecord(items) ? [exampleValue(items, name)] : [];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return `<${name}>`;
  }
}

/** Gives an object with the members that must be there; where none must, with the first one. */
export function exampleObject(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { properties, required } = schema;
  if (!isRecord(properties)) return {};
  const must = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  const names = must.length > 0 ? must : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, exampleValue(properties[name], name)]));
}
