import { coerceJson } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';

type Schema = Readonly<Record<string, unknown>>;

const number = { type: 'number' };
const integer = { type: 'integer' };
const text = { type: 'string' };
const truth = { type: 'boolean' };
const list = { type: 'array', items: integer };
const person = { type: 'object', properties: { age: integer }, required: ['age'] };

describe('what says the same is converted and told', () => {
  test.each<[Schema, unknown, unknown, string]>([
    [integer, '30', 30, 'text "30" taken as the number 30'],
    [integer, '-7', -7, 'text "-7" taken as the number -7'],
    [number, '0.5', 0.5, 'text "0.5" taken as the number 0.5'],
    [truth, 'true', true, 'text "true" taken as the truth value true'],
    [truth, 'false', false, 'text "false" taken as the truth value false'],
    [{ type: ['integer', 'null'] }, 'null', null, 'text "null" taken as the value null'],
    [text, 30, '30', 'the number 30 taken as text'],
    [text, false, 'false', 'the truth value false taken as text'],
    [{ type: ['string', 'null'] }, 1.5, '1.5', 'the number 1.5 taken as text'],
    [{ enum: ['1', '2'] }, 2, '2', 'the number 2 taken as text'],
    [{ const: 5 }, '5', 5, 'text "5" taken as the number 5'],
    [person, '{"age": 3}', { age: 3 }, 'text taken as the object that it writes'],
    [list, ' [1, 2] ', [1, 2], 'text taken as the list that it writes'],
    [list, 4, [4], '4 taken as a list of one'],
    [
      { type: 'array', items: person },
      { age: 3 },
      [{ age: 3 }],
      'an object taken as a list of one',
    ],
  ])('%j makes of %j %j', (schema, value, expected, words) => {
    const { value: coerced, changes } = coerceJson(schema, value);
    expect(coerced).toEqual(expected);
    expect(changes).toEqual([`the whole value: ${words}`]);
  });

  test('each with the JSON pointer of its place', () => {
    const schema = {
      type: 'object',
      properties: { age: integer, 'a/b': { type: 'array', items: truth } },
      patternProperties: { '^n_': number },
      additionalProperties: text,
    };
    const value = { age: '30', 'a/b': [true, 'false'], n_x: '1', other: 2 };
    expect(coerceJson(schema, value)).toEqual({
      value: { age: 30, 'a/b': [true, false], n_x: 1, other: '2' },
      changes: [
        '/age: text "30" taken as the number 30',
        '/a~1b/1: text "false" taken as the truth value false',
        '/n_x: text "1" taken as the number 1',
        '/other: the number 2 taken as text',
      ],
    });
    expect(value.age).toBe('30');
  });

  test('within the JSON text of an object and the single member of a list', () => {
    expect(coerceJson(person, '{"age":"3"}').value).toEqual({ age: 3 });
    const { value, changes } = coerceJson({ properties: { ages: list } }, { ages: '7' });
    expect(value).toEqual({ ages: [7] });
    expect(changes).toEqual([
      '/ages: "7" taken as a list of one',
      '/ages/0: text "7" taken as the number 7',
    ]);
  });
});

describe('what would lose or add something stays', () => {
  test.each<[Schema, unknown]>([
    [integer, ''],
    [integer, ' 30'],
    [integer, '0x1e'],
    [integer, '030'],
    [integer, '3e1'],
    [integer, '3.0'],
    [integer, '+3'],
    [integer, '-0'],
    [integer, '3.5'],
    [number, 'NaN'],
    [number, 'Infinity'],
    [integer, '9007199254740993'],
    [integer, '9007199254740992'],
    [number, '1e+21'],
    [truth, 'True'],
    [truth, 'yes'],
    [truth, 1],
    [integer, true],
    [integer, null],
    [text, null],
    [text, { a: 1 }],
    [text, 2 ** 64],
    [text, -0],
    [{ type: ['string', 'array'] }, 5],
    [{ enum: ['a', 'b'] }, 2],
    [list, ''],
    [list, null],
    [{ type: 'array' }, null],
    [{ type: 'array' }, ''],
    [list, { a: 1 }],
    [list, '1, 2'],
    [person, 'Ann'],
    [person, '{"age": 12345678901234567890}'],
    [person, [{ age: 3 }]],
  ])('%j leaves %j as it is', (schema, value) => {
    expect(coerceJson(schema, value)).toEqual({ value, changes: [] });
  });

  test('what follows the schema already is the same object', () => {
    const value = { age: 3, other: '3' };
    expect(coerceJson(person, value).value).toBe(value);
    expect(coerceJson({ anyOf: [text, number] }, '3')).toEqual({ value: '3', changes: [] });
    const schema = { properties: { a: { anyOf: [integer, text] }, b: integer } };
    expect(coerceJson(schema, { a: '3', b: '4' }).value).toEqual({ a: '3', b: 4 });
  });
});

describe('all parts of a schema are walked', () => {
  test('the first branch that the converted value follows is taken', () => {
    const schema = {
      type: 'array',
      items: {
        anyOf: [
          { type: 'object', properties: { kind: { const: 'a' }, n: integer }, required: ['kind'] },
          { type: 'object', properties: { kind: { const: 'b' }, n: truth }, required: ['kind'] },
        ],
      },
    };
    const value = [
      { kind: 'a', n: '1' },
      { kind: 'b', n: 'true' },
      { kind: 'c', n: '1' },
    ];
    expect(coerceJson(schema, value)).toEqual({
      value: [{ kind: 'a', n: 1 }, { kind: 'b', n: true }, value[2]],
      changes: [
        '/0/n: text "1" taken as the number 1',
        '/1/n: text "true" taken as the truth value true',
      ],
    });
    expect(coerceJson({ oneOf: [integer, { type: 'null' }] }, '5').value).toBe(5);
  });

  test('references, also to the whole, with names that need escapes, and in branches', () => {
    const tree = {
      type: 'object',
      properties: { size: { $ref: '#/$defs/a~1b%25' }, children: { $ref: '#/$defs/children' } },
      $defs: {
        'a/b%': { anyOf: [{ $ref: '#/$defs/count' }, { type: 'null' }] },
        count: integer,
        children: { type: 'array', items: { $ref: '#' } },
      },
    };
    const expected = { children: [{ size: 1, children: [{ size: 2 }] }] };
    for (const schema of [tree, { ...tree, $id: 'https://example.com/tree' }]) {
      const value = { children: [{ size: '1', children: [{ size: '2' }] }] };
      expect(coerceJson(schema, value).value).toEqual(expected);
    }
  });

  test('allOf, and lists by place in both editions', () => {
    expect(
      coerceJson(
        { allOf: [{ properties: { a: integer } }, { properties: { b: truth } }] },
        {
          a: '1',
          b: 'true',
        },
      ).value,
    ).toEqual({ a: 1, b: true });
    expect(coerceJson({ prefixItems: [integer], items: truth }, ['1', 'true']).value).toEqual([
      1,
      true,
    ]);
    const $schema = 'http://json-schema.org/draft-07/schema#';
    expect(
      coerceJson({ $schema, items: [integer], additionalItems: truth }, ['1', 'true']).value,
    ).toEqual([1, true]);
  });

  test('names that objects inherit are names like others', () => {
    const schema: Schema = { type: 'object', additionalProperties: integer, properties: {} };
    const value: unknown = JSON.parse('{"__proto__": "1", "constructor": "2"}');
    const { value: coerced } = coerceJson(schema, value);
    expect(JSON.stringify(coerced)).toBe('{"__proto__":1,"constructor":2}');
    expect(Object.getPrototypeOf(coerced)).toBe(Object.prototype);
  });
});

describe('the work is bounded', () => {
  test('what lies very deep stays as it is', () => {
    const schema = { properties: { n: integer, next: { $ref: '#' } } };
    const nested = (levels: number, n: unknown): unknown => {
      let value: unknown = { n };
      for (let level = 0; level < levels; level += 1) value = { next: value };
      return value;
    };
    expect(coerceJson(schema, nested(20, '1')).value).toEqual(nested(20, 1));
    expect(coerceJson(schema, nested(400, '1')).changes).toEqual([]);
  });

  test('of a very long list only the beginning is converted', () => {
    const value = Array.from({ length: 150_000 }, () => '1');
    const { changes } = coerceJson({ items: integer }, value);
    expect(changes.length).toBeGreaterThan(50_000);
    expect(changes.length).toBeLessThan(150_000);
  });

  test('branches within branches end', () => {
    const schema = {
      $defs: {
        a: {
          anyOf: Array.from({ length: 4 }, (_, index) => ({
            type: 'object',
            properties: { next: { $ref: '#/$defs/a' }, tag: { const: index } },
            required: ['tag'],
          })),
        },
      },
      $ref: '#/$defs/a',
    };
    let value: unknown = 'x';
    for (let level = 0; level < 60; level += 1) value = { next: value };
    expect(coerceJson(schema, value)).toEqual({ value, changes: [] });
  });
});
