import { definedFields, isRecord } from '@nodetool-ai/graph';
import { GRAMMAR_TERMINALS, jsonLiteral, literal, STRING_FORMATS } from './grammar-terminals.ts';
import { FormatUnsupported } from './inference-engine.ts';
import { mergeSchemas } from './merge-schemas.ts';
import type { Schema } from './merge-schemas.ts';
import { textChoice } from './text-choice.ts';

/** The engine makes a rule of every repetition and refuses very many. */
const MOST_REPETITIONS = 1000;
/** So many whole numbers between two bounds are written out. */
const MOST_LISTED_INTEGERS = 200;
/** Schemas do not nest deeper; a chain of references might go round. */
const MOST_DEPTH = 100;
/** References within references may be many more than they look. */
const MOST_PARTS = 10_000;

/** Letters of a grammar, and of what is merged on the way to it; a large schema of a person has some ten thousand. */
const MOST_LETTERS = 1_000_000;

/** Names of `type` by the rule that a bare one is. */
const PLAIN_RULES: ReadonlyMap<unknown, string> = new Map([
  ['boolean', 'boolean'],
  ['null', 'null'],
]);
/** Which type a schema without one means by its keywords. */
const TELLING_KEYWORDS = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
] as const;

/**
 * A grammar, in llama.cpp's language, for JSON that follows a JSON Schema. Followed: `type`, `const`, `enum`,
 * `properties` in their order, `required` (the others may be left out), `items`, `prefixItems`, `minItems`, `maxItems`,
 * `minLength`, `maxLength`, the formats date, time, date-time and uuid, `anyOf`, `oneOf` (as anyOf), `allOf` (merged),
 * local `$ref`, a schema of nothing (any JSON), whole numbers between two near bounds, and a least of zero or more.
 * Not followed, so that whoever wants it checks the answer: `pattern`, other bounds, `multipleOf`, `uniqueItems`, `not`,
 * `if`, `contains`, bounds of more than 1,000 pieces. Objects with `properties` get no others. Throws FormatUnsupported
 * with the path of the part that no answer could follow.
 */
export function schemaGrammar(schema: unknown): string {
  const compiler = new SchemaCompiler(schema);
  try {
    const root = compiler.compile(schema, '#', 0);
    return `root ::= ${root}\n${compiler.rules()}${GRAMMAR_TERMINALS}`;
  } catch (error) {
    // The stack is at its end, as by a constant of thousands of lists within lists.
    if (!(error instanceof RangeError)) throw error;
    throw new FormatUnsupported('#: the schema is nested too deep', { cause: error });
  }
}

class SchemaCompiler {
  readonly #root: unknown;
  readonly #rules: string[] = [];
  readonly #references = new Map<string, string>();
  #count = 0;
  #parts = 0;
  #letters = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  rules(): string {
    return this.#rules.join('\n');
  }

  /** The name of a rule, or a literal, for a schema. */
  compile(schema: unknown, path: string, depth: number): string {
    this.#parts++;
    if (this.#parts > MOST_PARTS) throw new FormatUnsupported(`${path}: the schema is too large`);
    if (depth > MOST_DEPTH) throw new FormatUnsupported(`${path}: the schema is nested too deep`);
    if (schema === true) return 'value';
    if (!isRecord(schema)) throw new FormatUnsupported(`${path}: no value can follow this schema`);
    if (typeof schema['$ref'] === 'string')
      return this.#reference(schema, schema['$ref'], path, depth);
    const { allOf, anyOf, oneOf, ...rest } = schema;
    if (Array.isArray(allOf)) {
      const parts = allOf.map((part: unknown, at) => this.#resolve(part, `${path}/allOf/${at}`, 0));
      const base: Schema = { ...rest, ...definedFields({ anyOf, oneOf }) };
      const merged = parts.reduce((sum, part) => this.#merge(sum, part, path), base);
      return this.compile(merged, path, depth + 1);
    }
    const choice = anyOf === undefined ? 'oneOf' : 'anyOf';
    const branches = schema[choice];
    if (branches !== undefined) {
      const others = choice === 'anyOf' && oneOf !== undefined ? { ...rest, oneOf } : rest;
      return this.#choice(
        listOf(branches, `${path}/${choice}`),
        others,
        `${path}/${choice}`,
        depth,
      );
    }
    // Newer engines write any depth without an error; the grammar would have as many letters.
    if (isDeeperThan([schema['const'], schema['enum']], MOST_DEPTH))
      throw new FormatUnsupported(`${path}: a constant is nested too deep`);
    if (schema['const'] !== undefined) return this.#spend(jsonLiteral(schema['const']));
    if (schema['enum'] !== undefined)
      return this.#rule(this.#oneOf(listOf(schema['enum'], `${path}/enum`)));
    return this.#typed(schema, path, depth);
  }

  #oneOf(values: readonly unknown[]): string {
    const texts = values.map((value) => this.#spend(JSON.stringify(value)));
    return textChoice(texts, (body) => this.#rule(body));
  }

  #typed(schema: Schema, path: string, depth: number): string {
    const type = schema['type'] ?? guessType(schema);
    if (type === undefined) return 'value';
    if (Array.isArray(type))
      return this.#choice(
        listOf(type, `${path}/type`).map((one: unknown) => ({ type: one })),
        definedWithout(schema, 'type'),
        path,
        depth,
      );
    const plain = PLAIN_RULES.get(type);
    if (plain !== undefined) return plain;
    if (type === 'object') return this.#object(schema, path, depth);
    if (type === 'array') return this.#array(schema, path, depth);
    if (type === 'string') return this.#string(schema, path);
    if (type === 'integer') return this.#integer(schema);
    if (type === 'number') return isNatural(schema) ? 'positive' : 'number';
    throw new FormatUnsupported(`${path}/type: ${JSON.stringify(type)} is not a type`);
  }

  #choice(branches: readonly unknown[], rest: Schema, path: string, depth: number): string {
    const isBare = Object.keys(rest).every((key) => !isConstraint(key));
    const rules = branches.map((branch, at) => {
      const part = isBare
        ? branch
        : this.#merge(rest, this.#resolve(branch, `${path}/${at}`, 0), `${path}/${at}`);
      return this.compile(part, `${path}/${at}`, depth + 1);
    });
    return this.#rule(rules.join(' | '));
  }

  #object(schema: Schema, path: string, depth: number): string {
    const properties = isRecord(schema['properties']) ? schema['properties'] : {};
    const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
    const additional = schema['additionalProperties'] ?? true;
    const names = [...new Set([...Object.keys(properties), ...required])].filter(isString);
    if (names.length === 0) return this.#anyObject(additional, path, depth);
    const members = names.map((name) => {
      const value = Object.hasOwn(properties, name) ? properties[name] : additional;
      const rule = this.compile(value, `${path}/properties/${name}`, depth + 1);
      return { rule: `${jsonLiteral(name)} colon ${rule}`, isRequired: required.has(name) };
    });
    // From the last: what may follow a member, and what may come first.
    let rest = '';
    let first = '';
    for (const { rule, isRequired } of members.toReversed()) {
      const whole = this.#rule(`${rule} ${rest}`);
      first = isRequired ? whole : this.#rule(`${whole} | ${first === '' ? '""' : first}`);
      rest = this.#rule(
        isRequired ? `comma ${whole}` : `comma ${whole} | ${rest === '' ? '""' : rest}`,
      );
    }
    return this.#rule(`"{" ws ${first} ws "}"`);
  }

  #anyObject(additional: unknown, path: string, depth: number): string {
    if (additional === false) return this.#rule('"{" ws "}"');
    if (additional === true) return 'object';
    const value = this.compile(additional, `${path}/additionalProperties`, depth + 1);
    const member = this.#rule(`string colon ${value}`);
    return this.#rule(`"{" ws (${member} (comma ${member})*)? ws "}"`);
  }

  #array(schema: Schema, path: string, depth: number): string {
    const { minItems, maxItems } = schema;
    const prefix = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : [];
    const items = schema['items'] ?? true;
    if (prefix.length > 0) {
      const parts = prefix.map((part: unknown, at) =>
        this.compile(part, `${path}/prefixItems/${at}`, depth + 1),
      );
      return this.#rule(`"[" ws ${parts.join(' comma ')} ws "]"`);
    }
    if (items === false || maxItems === 0) return this.#rule('"[" ws "]"');
    const item = this.compile(items, `${path}/items`, depth + 1);
    const least = countOf(minItems, 0, `${path}/minItems`);
    const more = repeat(
      Math.max(0, least - 1),
      typeof maxItems === 'number' ? maxItems - 1 : undefined,
    );
    const list = `${item} (comma ${item})${more}`;
    return this.#rule(`"[" ws ${least > 0 ? list : `(${list})?`} ws "]"`);
  }

  #string(schema: Schema, path: string): string {
    const { format, minLength, maxLength } = schema;
    if (isString(format) && STRING_FORMATS.has(format)) return format;
    if (minLength === undefined && maxLength === undefined) return 'string';
    const least = countOf(minLength, 0, `${path}/minLength`);
    const more = repeat(least, typeof maxLength === 'number' ? maxLength : undefined);
    return this.#rule(`${literal('"')} char${more} ${literal('"')}`);
  }

  #integer(schema: Schema): string {
    const least = boundOf(schema, 'minimum', 'exclusiveMinimum', 1);
    const most = boundOf(schema, 'maximum', 'exclusiveMaximum', -1);
    if (least === undefined || most === undefined || most < least)
      return isNatural(schema) ? 'natural' : 'integer';
    const first = Math.ceil(least);
    const count = Math.floor(most) - first + 1;
    if (count < 1 || count > MOST_LISTED_INTEGERS) return first >= 0 ? 'natural' : 'integer';
    return this.#rule(
      Array.from({ length: count }, (_, at) => jsonLiteral(first + at)).join(' | '),
    );
  }

  #reference(schema: Schema, pointer: string, path: string, depth: number): string {
    const rest = definedWithout(schema, '$ref');
    if (Object.keys(rest).some(isConstraint))
      return this.compile(this.#resolve(schema, path, 0), path, depth + 1);
    const known = this.#references.get(pointer);
    if (known !== undefined) return known;
    const name = this.#name();
    this.#references.set(pointer, name);
    const body = this.compile(this.#at(pointer, path), pointer, depth + 1);
    this.#rules.push(`${name} ::= ${body}`);
    return name;
  }

  /** The schema without a reference at its top. */
  #resolve(schema: unknown, path: string, hops: number): Schema {
    if (schema === true) return {};
    if (!isRecord(schema)) throw new FormatUnsupported(`${path}: no value can follow this schema`);
    const pointer = schema['$ref'];
    if (!isString(pointer)) return schema;
    if (hops > MOST_DEPTH) throw new FormatUnsupported(`${path}: ${pointer} leads to itself`);
    const target = this.#resolve(this.#at(pointer, path), pointer, hops + 1);
    return this.#merge(target, definedWithout(schema, '$ref'), path);
  }

  #at(pointer: string, path: string): unknown {
    let found: unknown = this.#root;
    for (const part of pointer.split('/').slice(1)) {
      const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(found)) found = found[Number(key)];
      else found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    }
    if (!pointer.startsWith('#') || found === undefined)
      throw new FormatUnsupported(`${path}/$ref: ${pointer} is not in this schema`);
    return found;
  }

  #rule(body: string): string {
    const name = this.#name();
    this.#rules.push(`${name} ::= ${this.#spend(body)}`);
    return name;
  }

  #merge(left: Schema, right: Schema, path: string): Schema {
    this.#spend(JSON.stringify([left, right]));
    return mergeSchemas(left, right, path);
  }

  /** Counts a text that was made. Few words can ask for very many: a list that is referred to a thousand times. */
  #spend(text: string): string {
    this.#letters += text.length;
    if (this.#letters > MOST_LETTERS) throw new FormatUnsupported('#: the schema is too large');
    return text;
  }

  #name(): string {
    this.#count++;
    return `part-${this.#count}`;
  }
}

function guessType(schema: Schema): string | undefined {
  return TELLING_KEYWORDS.find(([, keywords]) => keywords.some((key) => key in schema))?.[0];
}

/** Titles and the like say nothing about the value. */
function isConstraint(key: string): boolean {
  return ![
    'title',
    'description',
    'default',
    'examples',
    '$defs',
    'definitions',
    '$schema',
    '$id',
  ].includes(key);
}

/** A part of a pointer; what is no encoding is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNatural(schema: Schema): boolean {
  return (boundOf(schema, 'minimum', 'exclusiveMinimum', 0) ?? -1) >= 0;
}

function boundOf(schema: Schema, key: string, strictKey: string, step: number): number | undefined {
  const bound = schema[key];
  const strict = schema[strictKey];
  if (typeof strict === 'number') return strict + step;
  return typeof bound === 'number' ? bound : undefined;
}

function countOf(value: unknown, otherwise: number, path: string): number {
  if (value === undefined) return otherwise;
  if (
    typeof value !== 'number' ||
    !Number.isInteger(value) ||
    value < 0 ||
    value > MOST_REPETITIONS
  )
    throw new FormatUnsupported(`${path}: must be a whole number up to ${MOST_REPETITIONS}`);
  return value;
}

function repeat(least: number, most: number | undefined): string {
  const hasMost = most !== undefined && most <= MOST_REPETITIONS;
  return `{${least},${hasMost ? Math.max(least, Math.floor(most)) : ''}}`;
}

function listOf(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new FormatUnsupported(`${path}: must be a list with something in it`);
  return value;
}

function definedWithout(schema: Schema, key: string): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}

/** Level by level: a call for each level would end the stack of a hostile value. */
function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  }
  return false;
}
