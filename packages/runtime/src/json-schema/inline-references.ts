import { isRecord } from '@nodetool-ai/graph';
import { localPointer, valueAt } from './json-pointer.ts';

type Schema = Readonly<Record<string, unknown>>;

/** How often a definition is written out within itself. */
const MOST_NESTED = 3;
/** Schemas that are written out in all, so that definitions which name each other many times end. */
const MOST_SCHEMAS = 2_000;

const HOLDS_SCHEMA = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
const HOLDS_LIST = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);
const HOLDS_NAMED = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);
/** Keywords that ask nothing of a value. */
const REMARKS = new Set([
  'default',
  'deprecated',
  'description',
  'examples',
  'readOnly',
  'title',
  'writeOnly',
]);

/**
 * Gives the JSON Schema with the definitions that it refers to (`#/$defs/…`, `#/definitions/…`, any place within it)
 * written out where they are used, and without `$schema`, `$id` and the definitions: for readers that do not follow
 * references. A definition within itself is written out three levels deep, and at most 2,000 schemas in all; beyond
 * that only its type is left, with a description that says so. References to anchors and to other documents stay, and
 * then the definitions too. The schema that is given is not changed.
 */
export function inlineReferences(schema: Schema): Record<string, unknown> {
  const inliner = new Inliner(schema);
  const inlined = inliner.schema(schema, []);
  if (!isRecord(inlined)) return {};
  if (inliner.hasForeign) return inlined;
  const { $defs: _, definitions: __, ...rest } = inlined;
  return rest;
}

class Inliner {
  /** A reference was met that cannot be written out. */
  hasForeign = false;
  readonly #whole: Schema;
  #left = MOST_SCHEMAS;

  constructor(whole: Schema) {
    this.#whole = whole;
  }

  schema(schema: unknown, within: readonly string[]): unknown {
    if (!isRecord(schema)) return schema;
    this.#left -= 1;
    const { $ref: reference, ...own } = schema;
    const rest = this.#keywords(own, within);
    if (reference === undefined) return rest;
    const pointer = localPointer(reference);
    const target = pointer === undefined ? undefined : valueAt(this.#whole, pointer);
    if (pointer === undefined || target === undefined) {
      this.hasForeign = true;
      return { $ref: reference, ...rest };
    }
    const isCut =
      this.#left <= 0 || within.filter((name) => name === pointer).length >= MOST_NESTED;
    if (isCut) return { ...cut(target, pointer), ...rest };
    return merge(this.schema(target, [...within, pointer]), rest);
  }

  #keywords(schema: Schema, within: readonly string[]): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === '$schema' || keyword === '$id') continue;
      entries.push([keyword, this.#keyword(keyword, value, within)]);
    }
    return Object.fromEntries(entries);
  }

  #keyword(keyword: string, value: unknown, within: readonly string[]): unknown {
    if (HOLDS_LIST.has(keyword) && Array.isArray(value))
      return value.map((member) => this.schema(member, within));
    if (!isRecord(value)) return value;
    if (HOLDS_SCHEMA.has(keyword)) return this.schema(value, within);
    if (!HOLDS_NAMED.has(keyword)) return value;
    // Definitions are written out where they are used.
    if (keyword === '$defs' || keyword === 'definitions') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.schema(member, within)]),
    );
  }
}

/** What is left of a definition that is not written out any further. */
function cut(target: unknown, pointer: string): Record<string, unknown> {
  const name = pointer === '' ? 'the whole schema' : (pointer.split('/').at(-1) ?? pointer);
  const type = isRecord(target) ? target['type'] : undefined;
  return {
    ...(type === undefined ? {} : { type }),
    description: `Follows ${name} again, which is not written out any deeper here.`,
  };
}

/** The definition, with what stands beside the reference to it. */
function merge(target: unknown, beside: Record<string, unknown>): unknown {
  if (Object.keys(beside).length === 0) return target;
  if (!isRecord(target)) return { allOf: [target], ...beside };
  const isFree = Object.keys(beside).every(
    (keyword) => REMARKS.has(keyword) || !Object.hasOwn(target, keyword),
  );
  return isFree ? { ...target, ...beside } : { ...beside, allOf: [target, ...listOf(beside)] };
}

function listOf({ allOf }: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(allOf) ? allOf : [];
}
