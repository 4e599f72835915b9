import { beforeAll, describe, expect, test } from 'vitest';
import { importEngine } from '../../src/inference/import-engine.ts';
import { FormatUnsupported } from '../../src/inference/inference-engine.ts';
import type { Llama } from '../../src/inference/llama-binding.ts';
import { schemaGrammar } from '../../src/inference/schema-grammar.ts';
import { missing, provided } from './use-model.ts';

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' }, nick: { type: 'string' } },
  required: ['name', 'age'],
};
const pair = (a: object, b: object) => ({ allOf: [a, b] });

describe.skipIf(missing !== undefined)(`what a grammar lets through ${missing ?? ''}`, () => {
  let llama: Llama;
  beforeAll(async () => {
    if (typeof provided === 'string') return;
    const { binding } = await importEngine(provided.engineFolder);
    llama = await binding.getLlama({
      build: 'never',
      gpu: false,
      skipDownload: true,
      progressLogs: false,
      logLevel: 'error',
      logger: () => {},
      maxThreads: 1,
    });
  });

  /** The engine's own test of a text; its name is private, so its absence would fail here. */
  async function takes(schema: unknown, text: string): Promise<boolean> {
    const grammar = await llama.createGrammar({ grammar: schemaGrammar(schema) });
    const isMatch: unknown = Reflect.get(grammar, '_testText');
    if (typeof isMatch !== 'function')
      throw new Error('the engine has another way of testing a grammar');
    return isMatch.call(grammar, text) === true;
  }

  const tree = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: {
          value: { type: 'number' },
          next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
        },
        required: ['value', 'next'],
      },
    },
  };

  test.each<readonly [string, unknown, readonly string[], readonly string[]]>([
    [
      'optional properties may be left out, required ones not',
      person,
      [
        '{"name":"A","age":3}',
        '{ "name": "A", "age": 3, "nick": "B" }',
        '{\n  "name":"A","age":-3\n}',
      ],
      [
        '{}',
        '{"name":"A"}',
        '{"age":3,"name":"A"}',
        '{"name":"A","age":3.5}',
        '{"name":"A","age":3,"x":1}',
        'null',
      ],
    ],
    [
      'all may be optional',
      { properties: { a: { type: 'boolean' }, b: { type: 'null' }, c: { const: 'x' } } },
      ['{}', '{"a":true}', '{"b":null}', '{"a":false,"c":"x"}', '{"b":null,"c":"x"}'],
      ['{"a":true,}', '{,"b":null}', '{"c":"x","a":true}', '{"c":"y"}'],
    ],
    [
      'a required property without a schema is any JSON',
      { required: ['a'] },
      ['{"a":[1,{}]}'],
      ['{}'],
    ],
    [
      'anyOf is a choice',
      { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      ['7', 'null'],
      ['"7"', '{}'],
    ],
    ['oneOf is a choice', { oneOf: [{ const: 'a' }, { const: 2 }] }, ['"a"', '2'], ['"b"', '3']],
    [
      'a list of types is a choice',
      { type: ['string', 'null'], maxLength: 2 },
      ['"ab"', 'null'],
      ['"abc"', '1'],
    ],
    [
      'allOf is merged',
      pair(
        { properties: { a: { type: 'number' } } },
        { properties: { b: { type: 'string' } }, required: ['a', 'b'] },
      ),
      ['{"a":1,"b":"x"}'],
      ['{"a":1}', '{"b":"x"}', '{}'],
    ],
    [
      'allOf of types is their common part',
      pair({ type: 'number' }, { type: 'integer' }),
      ['4'],
      ['4.5', '"4"'],
    ],
    [
      'an empty schema is any JSON',
      {},
      ['null', '{"a":[]}', '"x"', '1e5', '[true,false]'],
      ['nul', '{a:1}', ''],
    ],
    ['true is any JSON', true, ['3'], ['x']],
    [
      'an object without properties is any object',
      { type: 'object' },
      ['{}', '{"a":{"b":[1]}}'],
      ['[]', 'null'],
    ],
    [
      'additional properties of one type',
      { type: 'object', additionalProperties: { type: 'integer' } },
      ['{}', '{"a":1,"b":2}'],
      ['{"a":"x"}'],
    ],
    [
      'no additional properties',
      { type: 'object', additionalProperties: false },
      ['{}'],
      ['{"a":1}'],
    ],
    [
      'a long enum whose values begin alike',
      { enum: ['', 'a', 'ab', 'ab"', 'abc', '\u{1F600}a', '\u{1F601}a', 1, 12, 123, 12.5, null] },
      ['""', '"a"', '"ab"', '"ab\\""', '"abc"', '"\u{1F601}a"', '1', '12', '123', '12.5', 'null'],
      ['"', '"b"', '"abcd"', '"\u{1F602}a"', '13', '12.', '', 'nul', '"a""ab"'],
    ],
    [
      'an enum of any JSON',
      { enum: ['a"b\\', 2, null, { k: [1] }, 'ü'] },
      ['"a\\"b\\\\"', '2', 'null', '{"k":[1]}', '"ü"'],
      ['"a"', '3'],
    ],
    [
      'a property with a strange name',
      { properties: { 'a "b"\\\n': { type: 'null' } }, required: ['a "b"\\\n'] },
      ['{"a \\"b\\"\\\\\\n":null}'],
      ['{"a":null}'],
    ],
    [
      'a list with bounds',
      { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 2 },
      ['[true]', '[true, false]'],
      ['[]', '[true,true,true]', '[1]'],
    ],
    [
      'a list without bounds',
      { items: { type: 'null' } },
      ['[]', '[null,null,null]'],
      ['[1]', '[null,]'],
    ],
    [
      'a list of at least two',
      { items: { type: 'null' }, minItems: 2 },
      ['[null,null]', '[null,null,null]'],
      ['[null]'],
    ],
    [
      'a tuple',
      { prefixItems: [{ type: 'string' }, { type: 'null' }] },
      ['["a",null]'],
      ['["a"]', '[null,"a"]'],
    ],
    [
      'a string with bounds',
      { type: 'string', minLength: 2, maxLength: 3 },
      ['"ab"', '"a\\n"', '"äöü"'],
      ['"a"', '"abcd"', '"a\nb"'],
    ],
    ['a date', { type: 'string', format: 'date' }, ['"2024-02-28"'], ['"2024-2-3"', '"yesterday"']],
    ['a time of a day', { format: 'date-time' }, ['"2024-02-28T23:59:59Z"'], ['"2024-02-28"']],
    [
      'a whole number between near bounds',
      { type: 'integer', minimum: 1, maximum: 5 },
      ['1', '5'],
      ['0', '6', '-1', '12'],
    ],
    [
      'a number not below zero',
      { type: 'number', minimum: 0 },
      ['0', '1.5', '2e3'],
      ['-1', '01', '.5'],
    ],
    [
      'numbers are those of JSON',
      { type: 'number' },
      ['-0.5', '10', '1E-5'],
      ['+1', '1.', '--1', '007'],
    ],
    [
      'a reference may lead back',
      tree,
      ['{"value":1,"next":{"value":2,"next":null}}'],
      ['{"value":1}', '{"value":1,"next":{}}'],
    ],
    [
      'a reference to the whole',
      { type: 'object', properties: { child: { $ref: '#' } } },
      ['{"child":{"child":{}}}'],
      ['{"child":1}'],
    ],
    [
      'what stands beside a choice is for every branch',
      {
        type: 'object',
        properties: { a: { type: 'null' } },
        required: ['a'],
        anyOf: [{ required: ['a'] }, { properties: { b: { type: 'null' } } }],
      },
      ['{"a":null}', '{"a":null,"b":null}'],
      ['{}', '{"b":null}'],
    ],
  ])('%s', async (_name, schema, good, bad) => {
    for (const text of good) expect([text, await takes(schema, text)]).toEqual([text, true]);
    for (const text of bad) expect([text, await takes(schema, text)]).toEqual([text, false]);
  });
});

describe('what no answer could follow is refused with the path of the part', () => {
  test.each<readonly [unknown, string]>([
    [{ type: 'strin' }, '#/type: "strin"'],
    [{ properties: { a: { items: { type: 'x' } } } }, '#/properties/a/items/type'],
    [{ properties: { a: false }, required: ['a'] }, '#/properties/a: no value'],
    [{ enum: [] }, '#/enum: must be a list'],
    [{ anyOf: 3 }, '#/anyOf: must be a list'],
    [{ $ref: '#/$defs/none' }, '#/$ref: #/$defs/none is not in this schema'],
    [{ $ref: 'https://example.org/schema.json' }, '#/$ref: https://example.org/schema.json'],
    [pair({ type: 'string' }, { type: 'null' }), '#: no value is of both types'],
    [{ type: 'string', minLength: 5000 }, '#/minLength: must be a whole number'],
    [{ items: { minItems: -1 } }, '#/items/minItems'],
    [pair({ $ref: '#' }, { type: 'object' }), '#: the schema is nested too deep'],
    [7, '#: no value'],
  ])('%j', (schema, words) => {
    expect(() => schemaGrammar(schema)).toThrow(FormatUnsupported);
    expect(() => schemaGrammar(schema)).toThrow(words);
  });
});
