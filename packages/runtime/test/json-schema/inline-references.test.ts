import { describe, expect, test } from 'vitest';
import { inlineReferences } from '../../src/json-schema/inline-references.ts';

const point = { type: 'object', properties: { x: { type: 'number' } } };

describe('inlined references', () => {
  test('definitions are written out where they are used, names of documents are gone', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.com/line',
      type: 'object',
      properties: {
        from: { $ref: '#/$defs/point', description: 'where it begins' },
        to: { anyOf: [{ $ref: '#/definitions/p~1q' }, { type: 'null' }] },
        others: { type: 'array', items: { $ref: '#/properties/from' } },
      },
      $defs: { point },
      definitions: { 'p/q': point },
    };
    const before = structuredClone(schema);
    const from = { ...point, description: 'where it begins' };
    expect(inlineReferences(schema)).toEqual({
      type: 'object',
      properties: {
        from,
        to: { anyOf: [point, { type: 'null' }] },
        others: { type: 'array', items: from },
      },
    });
    expect(schema).toEqual(before);
  });

  test('a schema that is only a reference becomes what it names', () => {
    expect(inlineReferences({ $ref: '#/$defs/point', $defs: { point } })).toEqual(point);
  });

  test('what stands beside a reference and asks for more is kept as a second demand', () => {
    const schema = {
      properties: { a: { $ref: '#/$defs/n', minimum: 5 } },
      $defs: { n: { minimum: 1 } },
    };
    expect(inlineReferences(schema)).toEqual({
      properties: { a: { minimum: 5, allOf: [{ minimum: 1 }] } },
    });
  });

  test('what stands beside a reference describes it better than the definition does', () => {
    const schema = {
      properties: { a: { $ref: '#/$defs/n', title: 'mine', default: 1 } },
      $defs: { n: { type: 'number', title: 'general' } },
    };
    expect(inlineReferences(schema)).toEqual({
      properties: { a: { type: 'number', title: 'mine', default: 1 } },
    });
  });

  test('values are no schemas, and properties may bear any name', () => {
    const schema = {
      properties: {
        $ref: { const: { $ref: '#/$defs/n' } },
        $defs: { enum: [{ $id: 'x' }] },
        $id: { default: { $schema: 'y' } },
      },
    };
    expect(inlineReferences(schema)).toEqual(schema);
  });

  test('a definition within itself ends after three levels and says so', () => {
    const schema = {
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
      $ref: '#/$defs/node',
    };
    const end = {
      type: 'object',
      description: 'Follows node again, which is not written out any deeper here.',
    };
    const level = (next: unknown) => ({ type: 'object', properties: { next } });
    expect(inlineReferences(schema)).toEqual(level(level(level(end))));
    expect(inlineReferences({ type: 'object', properties: { self: { $ref: '#' } } })).toMatchObject(
      {
        properties: { self: { properties: { self: { properties: { self: {} } } } } },
      },
    );
  });

  test('definitions that name each other many times do not grow without bound', () => {
    const $defs: Record<string, unknown> = { a0: { type: 'string' } };
    for (let index = 1; index <= 30; index += 1) {
      const reference = { $ref: `#/$defs/a${index - 1}` };
      $defs[`a${index}`] = { properties: { left: reference, right: reference } };
    }
    const text = JSON.stringify(inlineReferences({ $ref: '#/$defs/a30', $defs }));
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toContain('not written out any deeper');
  });

  test('references to other documents stay, and the definitions with them', () => {
    const schema = {
      properties: {
        a: { $ref: 'https://example.com/a' },
        b: { $ref: '#name' },
        c: { $ref: '#/$defs/n' },
      },
      $defs: { n: { type: 'number' }, m: { $anchor: 'name' } },
    };
    expect(inlineReferences(schema)).toEqual({
      ...schema,
      properties: { ...schema.properties, c: { type: 'number' } },
    });
  });
});
