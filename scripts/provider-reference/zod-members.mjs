import { readDoc } from './doc-text.mjs';
import { splitOutside, splitStatements } from './split-statements.mjs';

const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();

const insideOf = (text, open, close) => text.slice(text.indexOf(open) + 1, text.lastIndexOf(close));

/** The name of the schema that a type is made from, or undefined. */
export function schemaNameOf({ text = '' }) {
  return /^type \w+ = (?:Readonly<)?z\.infer<typeof (\w+)>>?$/.exec(text)?.[1];
}

/** The type of a schema as tsc wrote it, on one line. */
export function schemaTextOf({ text }) {
  return oneLine(text.replace(/^const \w+:/, ''));
}

/** The members of `{ a: X; b: Y; }` as `[name, type]`. */
function membersOf(object) {
  return splitStatements(insideOf(object, '{', '}')).map(({ text }) => {
    const colon = text.indexOf(':');
    return [text.slice(0, colon).replace(/^readonly\s+/, ''), text.slice(colon + 1).trim()];
  });
}

const isOptional = (type) => /^z\.Zod(Exact)?Optional</.test(type);

const inBrackets = (type) => (type.includes(' | ') ? `(${type})` : type);

/** How types of zod with arguments are written, by their name; `inner` writes one of the arguments. */
const WRITTEN = {
  String: () => 'string',
  Boolean: () => 'boolean',
  Number: () => 'number',
  Int: () => 'number',
  Null: () => 'null',
  Unknown: () => 'unknown',
  JSONSchema: () => 'unknown',
  Literal: ([value]) => value,
  Custom: ([value]) => value,
  Enum: ([object]) =>
    membersOf(object)
      .map(([, value]) => value.replaceAll('"', "'"))
      .join(' | '),
  Optional: ([type], inner) => inner(type),
  ExactOptional: ([type], inner) => inner(type),
  Readonly: ([type], inner) => inner(type),
  Default: ([type], inner) => inner(type),
  // What comes out is what callers have.
  Pipe: ([, type], inner) => inner(type),
  Transform: ([type]) => oneLine(type).replaceAll('"', "'"),
  Nullable: ([type], inner) => `${inner(type)} | null`,
  Array: ([type], inner) => `${inBrackets(inner(type))}[]`,
  Record: ([key, value], inner) => `Record<${inner(key)}, ${inner(value)}>`,
  Union: ([list], inner) =>
    splitOutside(insideOf(list, '[', ']'), ',')
      .map(inner)
      .join(' | '),
  Object: ([object], inner) =>
    `{ ${membersOf(object)
      .map(([name, type]) => `${name}${isOptional(type) ? '?' : ''}: ${inner(type)}`)
      .join('; ')} }`,
};

/** How the values of a schema are written as a type; `nameOf` gives the name of a schema that has one, or undefined. */
export function describeSchema(type, nameOf) {
  const known = nameOf(oneLine(type));
  if (known !== undefined) return known;
  const [, kind, argumentText = ''] = /^z\.Zod(\w+)(?:<([\s\S]*)>)?$/.exec(type) ?? [];
  const write = WRITTEN[kind];
  if (!write) return oneLine(type);
  return write(splitOutside(argumentText, ','), (inner) => describeSchema(inner, nameOf));
}

/** The doc comments of the members of `const name = z.object({ … })` in its source, which declarations do not keep. */
function memberDocs(source, name) {
  const start = source.indexOf(`const ${name} = `);
  const docs = new Map();
  // In a formatted source the members stand two spaces in, and the end not at all.
  const member = /^ {2}(\/\*\*[\s\S]*?\*\/)\n {2}(\w+):|^\}/gm;
  for (const [all, comment, key] of source.slice(start).matchAll(member)) {
    if (all === '}') break;
    docs.set(key, readDoc(comment));
  }
  return docs;
}

/** The members of an object schema, as those of an interface; none of any other schema. */
export function readSchemaMembers({ type, source, name, nameOf }) {
  const [, argumentText] = /^z\.ZodObject<([\s\S]*)>$/.exec(type) ?? [];
  if (argumentText === undefined) return [];
  const docs = memberDocs(source, name);
  return membersOf(splitOutside(argumentText, ',')[0]).map(([member, value]) => ({
    name: member,
    kind: 'field',
    doc: docs.get(member),
    isOptional: isOptional(value),
    type: describeSchema(value, nameOf),
    hasHiddenDoc: false,
    members: [],
    suffix: '',
  }));
}
