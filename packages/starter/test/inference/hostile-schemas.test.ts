import { describe, expect, test } from 'vitest';
import { FormatUnsupported } from '../../src/inference/inference-engine.ts';
import { schemaGrammar } from '../../src/inference/schema-grammar.ts';

const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
  many(depth, () => wrap).reduce((inner: unknown, each) => each(inner), { type: 'string' });

/** Each definition names the next twice, with something of its own, so that no rule can be shared. */
const doubling = {
  $defs: Object.fromEntries(
    many(40, (at) => [
      `d${at}`,
      { anyOf: many(2, (side) => ({ $ref: `#/$defs/d${at + 1}`, minLength: side + 1 })) },
    ]),
  ),
  $ref: '#/$defs/d0',
};

const bigList = { type: 'string', enum: many(20_000, (at) => `the value number ${at}`) };

describe('a schema that wants to do harm is refused at once', () => {
  test.each<readonly [string, unknown]>([
    ['refers to itself in allOf', { allOf: [{ $ref: '#' }, { type: 'object' }] }],
    ['refers to itself and says more', { $ref: '#', type: 'object' }],
    [
      'refers in a ring',
      {
        $defs: {
          a: { $ref: '#/$defs/b', title: 'a', minLength: 1 },
          b: { $ref: '#/$defs/a', minLength: 2 },
        },
        $ref: '#/$defs/a',
        maxLength: 3,
      },
    ],
    ['doubles with each step', doubling],
    [
      'has two hundred branches of three hundred each',
      { anyOf: many(200, () => ({ anyOf: many(300, () => ({})) })) },
    ],
    ['is nested a thousand deep', nested(1000, (items) => ({ type: 'array', items }))],
    ['has a constant of lists within lists', { const: nested(20_000, (inner) => [inner]) }],
    [
      'names a long list very often',
      {
        $defs: { list: bigList },
        type: 'object',
        properties: Object.fromEntries(
          many(5000, (at) => [`p${at}`, { $ref: '#/$defs/list', type: 'string' }]),
        ),
      },
    ],
    [
      'names a long constant very often',
      {
        $defs: { long: { const: 'x'.repeat(500_000) } },
        type: 'array',
        prefixItems: many(5000, () => ({ $ref: '#/$defs/long', type: 'string' })),
      },
    ],
    [
      'merges thousands of parts',
      { allOf: many(9000, (at) => ({ properties: { [`p${at}`]: { type: 'string' } } })) },
    ],
    [
      'has a long list to merge with each branch',
      { ...bigList, anyOf: many(5000, (at) => ({ minLength: at })) },
    ],
    ['has a pointer of no encoding', { $ref: '#/%E0%A4%A' }],
  ])('%s', (_name, schema) => {
    expect(() => schemaGrammar(schema)).toThrow(FormatUnsupported);
  });

  test('a list of five thousand values is taken', () => {
    const schema = { enum: many(5000, (at) => `value ${at}`) };
    expect(schemaGrammar(schema)).toContain('value ');
  });
});
