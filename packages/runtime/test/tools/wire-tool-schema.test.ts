import { describe, expect, test } from 'vitest';
import { toWireToolSchema } from '../../src/tools/wire-tool-schema.ts';

const KEPT = new Set(['type', 'anyOf', 'items', 'description', 'enum', 'properties', 'required']);

/** All keywords of a schema of an argument, at every level. */
function keywordsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
    if (keyword === 'properties')
      return [keyword, ...Object.values(Object(value)).flatMap(keywordsOf)];
    if (keyword === 'anyOf' && Array.isArray(value)) return [keyword, ...value.flatMap(keywordsOf)];
    return keyword === 'items' ? [keyword, ...keywordsOf(value)] : [keyword];
  });
}

const property = (schema: unknown): unknown =>
  Object(toWireToolSchema({ type: 'object', properties: { p: schema } })['properties']).p;

describe('the schema of an argument for the daemon', () => {
  test.each([
    [
      { type: 'string', description: 'A name.' },
      { type: 'string', description: 'A name.' },
    ],
    [
      { type: 'string', title: 'Name' },
      { type: 'string', description: 'Name' },
    ],
    [
      { type: 'integer', description: 'How many.', default: 5, minimum: 1, maximum: 10 },
      { type: 'integer', description: 'How many. Default: 5. At least 1. At most 10.' },
    ],
    [
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.1 },
      { type: 'number', description: 'More than 0. Less than 1. A multiple of 0.1.' },
    ],
    [
      { type: 'string', format: 'date', pattern: '^2', minLength: 2, maxLength: 9 },
      {
        type: 'string',
        description:
          'Format: date. Must match the pattern "^2". Characters: at least 2. Characters: at most 9.',
      },
    ],
    [
      { type: 'array', items: { type: 'string', pattern: 'x' }, minItems: 1, uniqueItems: true },
      {
        type: 'array',
        description: 'Items: at least 1. No item twice.',
        items: { type: 'string', description: 'Must match the pattern "x".' },
      },
    ],
    [{ const: 'fast' }, { enum: ['fast'] }],
    [
      { oneOf: [{ type: 'string' }, { type: 'integer', minimum: 1 }] },
      { anyOf: [{ type: 'string' }, { type: 'integer', description: 'At least 1.' }] },
    ],
    [
      { description: 'A.', allOf: [{ type: 'string', description: 'B.' }, { minLength: 1 }] },
      { type: 'string', description: 'A. B. Characters: at least 1.' },
    ],
    [
      {
        type: 'object',
        properties: { a: { type: 'string', default: 'x' } },
        required: ['a'],
        additionalProperties: false,
      },
      {
        type: 'object',
        description: 'No other members.',
        properties: { a: { type: 'string', description: 'Default: "x".' } },
        required: ['a'],
      },
    ],
    [
      { type: 'object', additionalProperties: { type: 'number' } },
      {
        type: 'object',
        description: 'Other members follow the JSON Schema {"type":"number"}.',
      },
    ],
    [
      { type: 'array', prefixItems: [{ type: 'string' }] },
      {
        type: 'array',
        description: 'Follows the JSON Schema {"prefixItems":[{"type":"string"}]}.',
      },
    ],
    [
      { type: ['string', 'null'], examples: ['a'] },
      { type: ['string', 'null'], description: 'Examples: ["a"].' },
    ],
    [{ type: 'string', $comment: 'x', readOnly: true, deprecated: true }, { type: 'string' }],
    [true, {}],
  ])('says %j as %j', (schema, expected) => {
    expect(property(schema)).toEqual(expected);
    expect(keywordsOf(property(schema)).filter((keyword) => !KEPT.has(keyword))).toEqual([]);
  });
});

describe('the schema of all arguments for the daemon', () => {
  test('has no references and no $schema', () => {
    const schema = toWireToolSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        to: { $ref: '#/$defs/address', description: 'Where to.' },
        from: { type: 'array', items: { $ref: '#/$defs/address' } },
      },
      required: ['to'],
      $defs: { address: { type: 'string', format: 'email', description: 'An address.' } },
    });
    const address = { type: 'string', description: 'An address. Format: email.' };
    expect(schema).toEqual({
      type: 'object',
      properties: {
        to: { type: 'string', description: 'Where to. Format: email.' },
        from: { type: 'array', items: address },
      },
      required: ['to'],
    });
  });

  test('unites alternatives, and requires what all of them require', () => {
    const schema = toWireToolSchema({
      type: 'object',
      properties: { a: { type: 'string' } },
      oneOf: [
        { properties: { b: { type: 'string' } }, required: ['a', 'b'] },
        { properties: { c: { type: 'integer', minimum: 1 } }, required: ['a', 'c'] },
      ],
    });
    expect(schema).toEqual({
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'string' },
        c: { type: 'integer', description: 'At least 1.' },
      },
      required: ['a'],
    });
  });

  test('is an object without members for a tool without a schema', () => {
    expect(toWireToolSchema()).toEqual({ type: 'object', properties: {} });
    expect(toWireToolSchema({})).toEqual({ type: 'object', properties: {} });
  });

  test('leaves the schema that is given as it is', () => {
    const given = { type: 'object', properties: { a: { type: 'string', default: 'x' } } };
    const before = structuredClone(given);
    toWireToolSchema(given);
    expect(given).toEqual(before);
  });
});
