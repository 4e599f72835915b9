import { isRecord } from '@nodetool-ai/graph';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Says in lines what arguments there are, from a schema that `toWireToolSchema` made: name, type, whether it must be
 * given, what it may be, and the members of objects below it.
 */
export function describeParameters(schema: Schema, indentation = ''): readonly string[] {
  const { properties, required } = schema;
  if (!isRecord(properties)) return [];
  const must = new Set<unknown>(Array.isArray(required) ? required : []);
  return Object.entries(properties).flatMap(([name, member]) => {
    const inner = isRecord(member) ? member : {};
    const { description } = inner;
    const text = typeof description === 'string' ? `: ${description}` : '';
    const need = must.has(name) ? 'required' : 'optional';
    return [
      `${indentation}- ${name} (${typeOf(inner)}, ${need})${text}`,
      ...innerLines(inner, `${indentation}  `),
    ];
  });
}

function innerLines(schema: Schema, indentation: string): readonly string[] {
  const { items, anyOf } = schema;
  const own = describeParameters(schema, indentation);
  const ofItems = isRecord(items) ? innerLines(items, indentation) : [];
  const branches = Array.isArray(anyOf) ? anyOf.filter(isRecord) : [];
  return [...own, ...ofItems, ...branches.flatMap((branch) => innerLines(branch, indentation))];
}

function typeOf({ type, items, anyOf, enum: values }: Schema): string {
  if (Array.isArray(values)) {
    const list = values.map((value) => JSON.stringify(value)).join(', ');
    return values.length === 1 ? `always ${list}` : `one of ${list}`;
  }
  if (Array.isArray(anyOf)) return anyOf.filter(isRecord).map(typeOf).join(' or ');
  if (type === 'array' && isRecord(items)) return `array of ${typeOf(items)}`;
  if (Array.isArray(type)) return type.join(' or ');
  return typeof type === 'string' ? type : 'any value';
}
