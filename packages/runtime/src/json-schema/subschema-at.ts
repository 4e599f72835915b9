import { pointerKeys } from './json-pointer.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The `$id` that a schema without one gets inside of another. */
const EMBEDDED = 'schema://embedded';

const known = new WeakMap<Schema, Map<string, Schema>>();

/**
 * Gives a schema that asks of a value what stands at the JSON pointer of the whole schema; references in it mean the
 * whole, as they did. The same object each time, so that it is compiled once.
 */
export function subschemaAt(whole: Schema, pointer: string): Schema {
  if (pointer === '') return whole;
  const made = known.get(whole) ?? new Map<string, Schema>();
  known.set(whole, made);
  const schema = made.get(pointer) ?? embed(whole, pointer);
  made.set(pointer, schema);
  return schema;
}

function embed(whole: Schema, pointer: string): Schema {
  const { $schema, $id, $ref, allOf, ...rest } = whole;
  const others: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
  const all = $ref === undefined ? others : [...others, { $ref }];
  const id = typeof $id === 'string' && !/^#?$/.test($id) ? $id.replace(/#$/, '') : EMBEDDED;
  const fragment = pointerKeys(pointer)
    .map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  return {
    ...($schema === undefined ? {} : { $schema }),
    // In draft-07 as in 2020-12, a schema with an `$id` of its own is the whole to what is in it.
    // Its own reference moves into `allOf`: ajv 8 goes round in circles where the whole is nothing but a reference.
    $defs: { whole: { ...rest, ...(all.length === 0 ? {} : { allOf: all }), $id: id } },
    $ref: `${id}#/${fragment}`,
  };
}
