import { isRecord } from '@nodetool-ai/graph';
import { convertValue, quote } from './convert-value.ts';
import type { JsonType } from './convert-value.ts';
import { appendPointer, localPointer, valueAt } from './json-pointer.ts';
import { itemSchema, propertySchemas } from './member-schemas.ts';
import { subschemaAt } from './subschema-at.ts';
import { followsSchema } from './validate-json.ts';
import { isWanted, wantedTypes } from './wanted-types.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A value, and what was done so that it follows a schema. */
export interface CoercedJson {
  /** The value as it is now. */
  readonly value: unknown;
  /** Each conversion in words, with its JSON pointer: `/age: text "30" taken as the number 30`. `[]` = none. */
  readonly changes: readonly string[];
}

/** A place in the schema and the value that it is about. Both are JSON pointers. */
interface Place {
  readonly schema: string;
  readonly path: string;
  readonly depth: number;
}

/** Levels of schema and value that are walked; what lies deeper stays as it is. */
const MOST_LEVELS = 200;
/** Places that are looked at, so that branches within branches end. */
const MOST_STEPS = 100_000;
/** What a try of a branch counts, because its outcome is validated. */
const STEPS_OF_A_TRY = 20;

/**
 * Converts what says the same in another type than the JSON Schema wants: the text `"30"` to the number, `"true"` to
 * the truth value, numbers and truth values to text where nothing else is allowed, the JSON text of a list or object
 * to what it writes, and a single value to a list of one. What follows the schema already is never changed, nothing is
 * added or left out, and what cannot be converted without loss stays as it is: validate the result. The value that is
 * given is not changed. Throws REQUEST_INVALID for a schema that cannot be used.
 */
export function coerceJson(schema: Schema, value: unknown): CoercedJson {
  if (followsSchema(schema, value)) return { value, changes: [] };
  const walk = new CoercingWalk(schema, { steps: MOST_STEPS });
  const coerced = walk.at({ schema: '', path: '', depth: 0 }, value);
  return { value: coerced, changes: walk.changes };
}

class CoercingWalk {
  readonly changes: string[] = [];
  readonly #whole: Schema;
  /** Shared with the tries of branches. */
  readonly #left: { steps: number };

  constructor(whole: Schema, left: { steps: number }) {
    this.#whole = whole;
    this.#left = left;
  }

  /** The value, converted as the schema at the place wants it. */
  at(place: Place, value: unknown): unknown {
    const schema = valueAt(this.#whole, place.schema);
    this.#left.steps -= 1;
    if (!isRecord(schema) || place.depth > MOST_LEVELS || this.#left.steps < 0) return value;
    const deeper = (pointer: string): Place => ({
      ...place,
      schema: pointer,
      depth: place.depth + 1,
    });
    let current = isWanted(value, schema) ? value : this.#convert(schema, place, value);
    const target = localPointer(schema['$ref']);
    if (target !== undefined) current = this.at(deeper(target), current);
    for (const pointer of branches(schema, place.schema, 'allOf'))
      current = this.at(deeper(pointer), current);
    for (const keyword of ['anyOf', 'oneOf'])
      current = this.#chooseBranch(branches(schema, place.schema, keyword).map(deeper), current);
    return this.#members(schema, place, current);
  }

  #convert(schema: Schema, place: Place, value: unknown): unknown {
    const types = wantedTypes(schema) ?? [];
    const isAlone = (wanted: JsonType) => types.every((type) => type === wanted || type === 'null');
    for (const type of types) {
      if (type === 'string' && !isAlone('string')) continue;
      const conversion = convertValue(value, type);
      if (conversion === undefined || !isWanted(conversion.value, schema)) continue;
      this.#tell(place, conversion.words);
      return conversion.value;
    }
    const isNothing = value === null || value === '';
    const wantsList = types.includes('array') && isAlone('array');
    if (!wantsList || Array.isArray(value) || isNothing) return value;
    return (
      this.#try(
        place,
        [value],
        `${isRecord(value) ? 'an object' : quote(value)} taken as a list of one`,
      ) ?? value
    );
  }

  /** Leaves what follows a branch; else takes the first branch that the value follows once it is converted. */
  #chooseBranch(places: readonly Place[], value: unknown): unknown {
    if (places.some((place) => this.#follows(place, value))) return value;
    for (const place of places) {
      const converted = this.#try(place, value);
      if (converted !== undefined) return converted;
    }
    return value;
  }

  /** The converted value if it follows the schema at the place then; its changes are told only in that case. */
  #try(place: Place, value: unknown, words?: string): unknown {
    this.#left.steps -= STEPS_OF_A_TRY;
    if (this.#left.steps < 0) return undefined;
    const walk = new CoercingWalk(this.#whole, this.#left);
    const converted = walk.at({ ...place, depth: place.depth + 1 }, value);
    if (!this.#follows(place, converted)) return undefined;
    if (words !== undefined) this.#tell(place, words);
    this.changes.push(...walk.changes);
    return converted;
  }

  #follows({ schema }: Place, value: unknown): boolean {
    return followsSchema(subschemaAt(this.#whole, schema), value);
  }

  #members(schema: Schema, place: Place, value: unknown): unknown {
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      const converted = items.map((item, index) =>
        this.at(member(place, itemSchema(schema, place.schema, index), index), item),
      );
      return converted.every((item, index) => Object.is(item, items[index])) ? value : converted;
    }
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(([key, old]): [string, unknown] => {
      let current = old;
      for (const pointer of propertySchemas(schema, place.schema, key))
        current = this.at(member(place, pointer, key), current);
      return [key, current];
    });
    const isSame = entries.every(([key, current]) => Object.is(current, value[key]));
    return isSame ? value : Object.fromEntries(entries);
  }

  #tell({ path }: Place, words: string): void {
    this.changes.push(`${path === '' ? 'the whole value' : path}: ${words}`);
  }
}

function member({ path, depth }: Place, schema: string, key: string | number): Place {
  return { schema, path: appendPointer(path, key), depth: depth + 1 };
}

function branches(schema: Schema, pointer: string, keyword: string): readonly string[] {
  const list = schema[keyword];
  if (!Array.isArray(list)) return [];
  return list.map((_, index) => appendPointer(appendPointer(pointer, keyword), index));
}
