import { describe, expect, test } from 'vitest';
import { validateJson } from '../../src/json-schema/validate-json.ts';
import { envelopeSchema } from '../../src/tools/envelope-schema.ts';
import { renderEnvelope } from '../../src/tools/render-envelope.ts';
import { tool } from './offered.ts';

const search = {
  name: 'search',
  inputSchema: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { query: { $ref: '#/$defs/text' }, mode: { const: 'fast' } },
    required: ['query'],
    $defs: { text: { type: 'string', pattern: '^a', minLength: 2, description: 'What to find.' } },
  },
};
const offered = [search, tool('open', { path: 'string' })];

const call = (name: string, args: Readonly<Record<string, unknown>>): unknown =>
  JSON.parse(renderEnvelope([{ name, args }]));
const accepts = (choice: Parameters<typeof envelopeSchema>[1], value: unknown) =>
  validateJson(envelopeSchema(offered, choice), value).length === 0;

describe('the envelope', () => {
  test('is calls or an answer when the model may choose', () => {
    expect(accepts('auto', { answer: 'x' })).toBe(true);
    expect(accepts('auto', call('search', { query: 'x' }))).toBe(true);
    expect(accepts('auto', call('open', { path: 'x' }))).toBe(true);
    expect(accepts('auto', { tool_calls: [] })).toBe(false);
    const many = Array.from({ length: 9 }, () => ({ name: 'open', arguments: {} }));
    expect(accepts('auto', { tool_calls: many.slice(1) })).toBe(true);
    expect(accepts('auto', { tool_calls: many })).toBe(false);
    expect(accepts('auto', {})).toBe(false);
    expect(accepts('auto', { answer: 1 })).toBe(false);
    expect(accepts('auto', call('close', {}))).toBe(false);
    // The arguments are those of the tool that is called.
    expect(accepts('auto', call('search', { path: 'x' }))).toBe(false);
    expect(accepts('auto', call('search', {}))).toBe(false);
  });

  test.each(['required', 'any'] as const)('has no answer when a call is %s', (choice) => {
    expect(accepts(choice, { answer: 'x' })).toBe(false);
    expect(accepts(choice, call('open', { path: 'x' }))).toBe(true);
  });

  test('has one tool when that is named', () => {
    expect(accepts({ name: 'open' }, call('open', { path: 'x' }))).toBe(true);
    expect(accepts({ name: 'open' }, call('search', { query: 'x' }))).toBe(false);
    expect(accepts({ name: 'open' }, { answer: 'x' })).toBe(false);
  });

  test('is an answer alone when no tool may be called', () => {
    expect(accepts('none', { answer: 'x' })).toBe(true);
    expect(accepts('none', call('open', { path: 'x' }))).toBe(false);
    expect(envelopeSchema([], 'auto')).toEqual(envelopeSchema(offered, 'none'));
  });

  test('cannot be made for a tool that is not offered, or for a call without tools', () => {
    expect(() => envelopeSchema(offered, { name: 'close' })).toThrow('close');
    expect(() => envelopeSchema([], 'required')).toThrow('no tools');
  });
});

describe('the schema of arguments in a grammar', () => {
  const argumentsOf = (inputSchema?: Readonly<Record<string, unknown>>): unknown => {
    const schema = envelopeSchema([{ name: 'x', ...(inputSchema && { inputSchema }) }], 'required');
    const text = JSON.stringify(schema);
    expect(text).not.toMatch(/"(\$ref|\$defs|pattern|format|oneOf|allOf|const)":/);
    return JSON.parse(text).properties.tool_calls.items.properties.arguments;
  };
  const property = (schema: unknown): unknown =>
    Object(argumentsOf({ type: 'object', properties: { p: schema } })).properties.p;
  const anything = {
    anyOf: ['string', 'number', 'boolean', 'null', 'object', 'array'].map((type) => ({ type })),
  };

  test('has references written out and nothing that the converter refuses', () => {
    expect(argumentsOf(search.inputSchema)).toEqual({
      type: 'object',
      properties: { query: { type: 'string' }, mode: { enum: ['fast'] } },
      required: ['query'],
      additionalProperties: false,
    });
  });

  test.each([
    [{ type: 'integer', minimum: 1, default: 3 }, { type: 'integer' }],
    [{ type: 'string', format: 'date' }, { type: 'string' }],
    [{ enum: ['a', 1, null] }, { enum: ['a', 1, null] }],
    [{ type: 'string', enum: [] }, { type: 'string' }],
    [{ type: ['string', 'null'] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [{ type: [] }, anything],
    [{}, anything],
    [true, anything],
    [{ description: 'x' }, anything],
    [{ type: 'strin' }, anything],
    [{ type: 'array' }, { type: 'array' }],
    [
      { type: 'array', items: {} },
      { type: 'array', items: anything },
    ],
    [
      { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: 5000 },
      { type: 'array', items: { type: 'number' }, minItems: 1 },
    ],
    [{ type: 'array', prefixItems: [{ type: 'string' }] }, { type: 'array' }],
    [{ type: 'object' }, { type: 'object' }],
    [
      { type: 'object', properties: {} },
      { type: 'object', properties: {}, additionalProperties: false },
    ],
    [
      { type: 'object', additionalProperties: { type: 'string', pattern: 'x' } },
      { type: 'object', properties: {}, additionalProperties: { type: 'string' } },
    ],
    [
      {
        properties: { a: false, b: { type: 'null' } },
        required: ['c'],
        additionalProperties: true,
      },
      {
        type: 'object',
        properties: { b: { type: 'null' }, c: anything },
        required: ['c'],
        additionalProperties: true,
      },
    ],
    [
      { oneOf: [{ type: 'string' }, { type: 'null' }] },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    [
      { type: 'string', anyOf: [{ enum: ['a'] }, { minLength: 3 }] },
      { anyOf: [{ enum: ['a'] }, { type: 'string' }] },
    ],
    [{ oneOf: [{ const: 'a' }, { type: 'null', enum: [null] }] }, { enum: ['a', null] }],
    [
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: { type: 'null' } } },
        ],
      },
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'null' } },
        required: ['a'],
        additionalProperties: false,
      },
    ],
    [{ allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] }, { enum: ['b'] }],
  ])('says %j as %j', (schema, expected) => {
    expect(property(schema)).toEqual(expected);
  });

  test('leaves the arguments of a tool without a schema free, and ends definitions within themselves', () => {
    expect(argumentsOf()).toEqual({ type: 'object' });
    expect(argumentsOf({ type: 'string' })).toEqual({ type: 'object' });
    const tree = {
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#' } } },
    };
    expect(JSON.stringify(argumentsOf(tree)).length).toBeLessThan(5000);
  });
});
