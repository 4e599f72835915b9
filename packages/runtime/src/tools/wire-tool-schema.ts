import { isRecord } from '@nodetool-ai/graph';
import { describeConstraints } from './schema/describe-constraints.ts';
import { mergeSchemas } from './schema/merge-schemas.ts';
import { toPlainSchema } from './schema/plain-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Gives the JSON Schema of a tool's arguments so that nothing of it gets lost on the way to the model. The daemon hands
 * on `type`, `anyOf`, `items`, `description`, `enum`, `properties` and `required` only: references are written out,
 * `allOf` is merged, `oneOf` is `anyOf`, `const` an `enum`, and all else is said in the description of the argument. Of
 * alternatives for all arguments together the members are united, and those required that all of them require. What
 * the schema says about all arguments together beyond that has no place there and is left out.
 */
export function toWireToolSchema(inputSchema: Schema = {}): Readonly<Record<string, unknown>> {
  const plain = toPlainSchema(inputSchema);
  const { properties, required } = uniteAlternatives(plain);
  const members = isRecord(properties) ? properties : {};
  return {
    type: 'object',
    properties: mapValues(members, fold),
    ...(Array.isArray(required) && required.length > 0 ? { required } : {}),
  };
}

function uniteAlternatives({ anyOf, ...base }: Schema): Schema {
  const branches = Array.isArray(anyOf) ? anyOf.filter(isRecord) : [];
  const [first, ...others] = branches.map((branch) => listOf(branch['required']));
  const always = (first ?? []).filter((name) => others.every((list) => list.includes(name)));
  const united = branches.reduce<Schema>(
    (all, { properties = {} }) => mergeSchemas({ properties: {}, ...all }, { properties }),
    base,
  );
  return { ...united, required: [...new Set([...listOf(base['required']), ...always])] };
}

/** The schema of an argument with the keywords that are handed on, and a description that says the others. */
function fold(schema: unknown): Record<string, unknown> {
  if (!isRecord(schema)) return {};
  const { type, anyOf, items, enum: values, properties, required, title } = schema;
  const own = typeof schema['description'] === 'string' ? schema['description'] : title;
  const description = [own, describeConstraints(schema)]
    .filter((text) => typeof text === 'string' && text !== '')
    .join(' ');
  return {
    ...(type === undefined ? {} : { type }),
    ...(description === '' ? {} : { description }),
    ...(values === undefined ? {} : { enum: values }),
    ...(Array.isArray(anyOf) ? { anyOf: anyOf.map(fold) } : {}),
    ...(isRecord(items) ? { items: fold(items) } : {}),
    ...(isRecord(properties) ? { properties: mapValues(properties, fold) } : {}),
    ...(Array.isArray(required) ? { required } : {}),
  };
}

function mapValues(record: Schema, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
