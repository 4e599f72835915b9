import { isNodetoolError } from '@nodetool-ai/graph';
import { validateJson } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';

type Schema = Readonly<Record<string, unknown>>;

function refusal(schema: Schema): string {
  try {
    validateJson(schema, {});
  } catch (error) {
    if (isNodetoolError(error) && error.code === 'REQUEST_INVALID') return error.message;
    throw error;
  }
  return 'taken';
}

describe('issues', () => {
  test('name each place by its JSON pointer and say what would be right', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        colour: { enum: ['red', 'blue'] },
        kind: { const: 'x' },
        'a/b': { type: 'array', items: { type: 'integer' } },
      },
      required: ['name', 'age'],
      additionalProperties: false,
    };
    const value = { name: 3, colour: 'green', kind: 'y', 'a/b': [1, 2.5], extra: true };
    expect(new Set(validateJson(schema, value))).toEqual(
      new Set([
        { path: '', message: 'must have the property "age"' },
        { path: '', message: 'must not have the property "extra"' },
        { path: '/name', message: 'must be string' },
        { path: '/colour', message: 'must be one of ["red","blue"]' },
        { path: '/kind', message: 'must be "x"' },
        { path: '/a~1b/1', message: 'must be integer' },
      ]),
    );
  });

  test('a value that follows the schema has none', () => {
    expect(validateJson({ type: 'integer' }, 3)).toEqual([]);
  });

  test('what objects inherit is not a property', () => {
    expect(validateJson({ required: ['toString'] }, {})).toHaveLength(1);
    expect(validateJson({ required: ['toString'] }, { toString: 1 })).toEqual([]);
  });

  test('format is a remark, pattern is not, also one that is no Unicode pattern', () => {
    expect(validateJson({ type: 'string', format: 'date' }, 'soon')).toEqual([]);
    expect(validateJson({ type: 'string', pattern: '^\\-a$' }, '-a')).toEqual([]);
    expect(validateJson({ type: 'string', pattern: '^\\-a$' }, 'b')).toHaveLength(1);
  });

  test('a long list of allowed values is shortened', () => {
    const names = Array.from({ length: 500 }, (_, index) => `name ${index}`);
    const [issue] = validateJson({ enum: names }, 'other');
    expect(issue?.message).toMatch(/^must be one of \["name 0".{250,300}…$/);
  });

  test('a value within itself is nested too deeply', () => {
    const value: Record<string, unknown> = {};
    value['child'] = value;
    const schema = { type: 'object', properties: { child: { $ref: '#' } } };
    expect(validateJson(schema, value)).toEqual([{ path: '', message: 'is nested too deeply' }]);
  });
});

describe('branches within branches', () => {
  const schema = {
    $defs: {
      tree: {
        anyOf: ['a', 'b', 'c', 'd'].map((kind) => ({
          type: 'object',
          properties: { kind: { const: kind }, next: { $ref: '#/$defs/tree' } },
          required: ['kind'],
        })),
      },
    },
    $ref: '#/$defs/tree',
  };
  const nested = (levels: number): unknown =>
    levels === 0 ? { kind: 'x' } : { kind: 'a', next: nested(levels - 1) };

  test('are all explained for a value of few levels', () => {
    const issues = validateJson(schema, nested(1));
    expect(issues).toContainEqual({ path: '/next/kind', message: 'must be "d"' });
    expect(issues).toContainEqual({ path: '/kind', message: 'must be "b"' });
  });

  test('take no time beyond measure for one of many', () => {
    expect(validateJson(schema, nested(60))).not.toEqual([]);
  });
});

describe('the edition', () => {
  test('is 2020-12 where none is named', () => {
    const schema = { type: 'array', prefixItems: [{ type: 'string' }], items: false };
    expect(validateJson(schema, ['a'])).toEqual([]);
    expect(validateJson(schema, ['a', 'b'])).not.toEqual([]);
  });

  test('is draft-07 where that or an older one is named', () => {
    for (const edition of ['draft-04', 'draft-06', 'draft-07']) {
      const schema = {
        $schema: `http://json-schema.org/${edition}/schema#`,
        items: [{ type: 'string' }],
        additionalItems: false,
      };
      expect(validateJson(schema, ['a'])).toEqual([]);
      expect(validateJson(schema, [1, 2])).toHaveLength(2);
    }
  });
});

describe('references', () => {
  test('within the schema are followed, also to itself and with a name of its own', () => {
    const node = {
      type: 'object',
      properties: { next: { $ref: '#' }, size: { $ref: '#/$defs/size' } },
    };
    for (const extra of [{}, { $id: 'https://example.com/node' }, { $id: '#' }]) {
      const schema = { ...node, ...extra, $defs: { size: { type: 'integer' } } };
      expect(validateJson(schema, { next: { next: { size: 1 } } })).toEqual([]);
      expect(validateJson(schema, { next: { next: { size: 'x' } } })).toEqual([
        { path: '/next/next/size', message: 'must be integer' },
      ]);
    }
  });

  test('two schemas may bear one name', () => {
    const $id = 'https://example.com/same';
    expect(validateJson({ $id, type: 'string' }, 1)).toHaveLength(1);
    expect(validateJson({ $id, type: 'number' }, 1)).toEqual([]);
  });

  test('to other documents are refused and not loaded', () => {
    expect(refusal({ $ref: 'https://example.com/x' })).toContain('https://example.com/x');
    expect(refusal({ $ref: '#/$defs/missing' })).toBe(
      "The JSON Schema cannot be used: can't resolve reference #/$defs/missing.",
    );
  });
});

describe('a schema that is none', () => {
  test.each([
    [{ properties: { a: { type: 'strin' } } }, '/properties/a/type'],
    [{ properties: { a: 5 } }, '/properties/a'],
    [{ type: 'array', items: [{ type: 'string' }] }, '/items'],
    [{ type: 3 }, '/type'],
    [{ type: 'string', pattern: '(' }, 'Unterminated group'],
    [{ properties: { a: { $async: true, type: 'number' } } }, 'async'],
  ])('%j is refused, naming %s', (schema, place) => {
    expect(refusal(schema)).toContain(place);
  });

  test('is refused too when it holds itself', () => {
    const schema: Record<string, unknown> = { type: 'object' };
    schema['properties'] = { self: schema };
    expect(refusal(schema)).toContain('nested too deeply');
  });

  test('is refused too when a definition is nothing but itself', () => {
    const schema = { $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' };
    expect(refusal(schema)).toContain('refers to itself alone');
  });

  test('an asynchronous one is validated at once', () => {
    expect(validateJson({ $async: true, type: 'string' }, 1)).toHaveLength(1);
  });

  test('many schemas do not wear the validator out', () => {
    for (let index = 0; index < 200; index += 1)
      expect(validateJson({ minimum: index }, index - 1)).toHaveLength(1);
  });
});
