import { isRecord } from '@nodetool-ai/graph';
import { inlineReferences } from '../../json-schema/inline-references.ts';
import { mergeSchemas } from './merge-schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that neither ask nor tell anything about a value. */
const IGNORED = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$defs',
  'definitions',
  'readOnly',
  'writeOnly',
  'deprecated',
]);

/**
 * Says a schema with fewer keywords: references are written out, `allOf` is merged, `oneOf` is `anyOf`, `const` is an
 * `enum` of one. A schema that is no object (`true`) is `{}`.
 */
export function toPlainSchema(schema: Schema): Record<string, unknown> {
  return simplify(inlineReferences(schema));
}

function simplify(schema: Schema): Record<string, unknown> {
  const { allOf, oneOf, const: only, ...rest } = schema;
  const kept = Object.entries(rest).filter(([keyword]) => !IGNORED.has(keyword));
  const plain: Record<string, unknown> = Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, simplifyKeyword(keyword, value)]),
  );
  if (oneOf !== undefined && plain['anyOf'] === undefined) {
    plain['anyOf'] = simplifyKeyword('anyOf', oneOf);
  } else if (oneOf !== undefined) {
    plain['oneOf'] = oneOf;
  }
  if (only !== undefined) plain['enum'] = [only];
  const parts = Array.isArray(allOf) ? allOf.filter(isRecord).map(simplify) : [];
  return uniteValues(parts.reduce(mergeSchemas, plain));
}

/** Alternatives that are nothing but values are one list of values. */
function uniteValues(schema: Record<string, unknown>): Record<string, unknown> {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length === 0 || rest['enum'] !== undefined) return schema;
  const lists = anyOf.map((branch) => {
    if (!isRecord(branch) || !Array.isArray(branch['enum'])) return undefined;
    const isAll = Object.keys(branch).every((keyword) => keyword === 'enum' || keyword === 'type');
    return isAll ? branch['enum'] : undefined;
  });
  const certain = lists.filter((list) => list !== undefined);
  return certain.length === anyOf.length ? { ...rest, enum: certain.flat() } : schema;
}

function simplifyKeyword(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case 'properties':
      return isRecord(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name, simplifyAny(member)]),
          )
        : {};
    case 'anyOf':
      return Array.isArray(value) ? value.map(simplifyAny) : [];
    case 'items':
    case 'additionalProperties':
      return isRecord(value) ? simplify(value) : value;
    default:
      return value;
  }
}

function simplifyAny(schema: unknown): unknown {
  if (isRecord(schema)) return simplify(schema);
  return schema === false ? { not: {} } : {};
}
