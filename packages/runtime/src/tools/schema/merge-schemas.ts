import { isRecord } from '@nodetool-ai/graph';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Gives one schema for what must follow both, as far as one can say it: members are united, their own schemas merged,
 * allowed values and types intersected. For every other keyword the second counts.
 */
export function mergeSchemas(first: Schema, second: Schema): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...first, ...second };
  const properties = mergeProperties(first['properties'], second['properties']);
  if (properties !== undefined) merged['properties'] = properties;
  const required = [...listOf(first['required']), ...listOf(second['required'])];
  if (required.length > 0) merged['required'] = [...new Set(required)];
  for (const keyword of ['enum', 'type']) {
    const both = intersect(first[keyword], second[keyword]);
    if (both !== undefined) merged[keyword] = both;
  }
  const texts = [first['description'], second['description']];
  const descriptions = new Set(texts.filter((text) => typeof text === 'string'));
  if (descriptions.size > 0) merged['description'] = [...descriptions].join(' ');
  return merged;
}

function mergeProperties(first: unknown, second: unknown): Record<string, unknown> | undefined {
  if (!isRecord(first) || !isRecord(second)) return undefined;
  const entries = Object.entries(second).map(([name, schema]): [string, unknown] => {
    const other = Object.hasOwn(first, name) ? first[name] : undefined;
    return [name, isRecord(other) && isRecord(schema) ? mergeSchemas(other, schema) : schema];
  });
  return { ...first, ...Object.fromEntries(entries) };
}

/** What both allow; undefined where that is not told by two lists. */
function intersect(first: unknown, second: unknown): unknown {
  if (first === undefined || second === undefined) return undefined;
  const allowed = new Set(listOf(second).map((value) => JSON.stringify(value)));
  const both = listOf(first).filter((value) => allowed.has(JSON.stringify(value)));
  if (both.length === 0) return undefined;
  return both.length === 1 && !(Array.isArray(first) && Array.isArray(second)) ? both[0] : both;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
