import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { objectFrom } from './object-daemon.ts';

const RECIPE = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    title: { type: 'string' },
    level: { enum: ['easy', 'hard'] },
    steps: { type: 'array', items: { $ref: '#/$defs/step' }, minItems: 1 },
    source: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/source' }] },
  },
  required: ['title', 'level', 'steps', 'source'],
  additionalProperties: false,
  $defs: {
    step: {
      type: 'object',
      properties: {
        minutes: { type: 'number' },
        substeps: { type: 'array', items: { $ref: '#/$defs/step' } },
      },
      required: ['minutes'],
    },
    source: { type: 'object', properties: { page: { type: 'integer' } }, required: ['page'] },
  },
};

const PEOPLE = {
  type: 'array',
  items: { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] },
};

describe('schemas as they are used', () => {
  test('lists, allowed values, branches and definitions within themselves', async () => {
    const value = {
      title: 'Soup',
      level: 'easy',
      steps: [{ minutes: 1.5, substeps: [{ minutes: 2 }] }],
      source: { page: 7 },
    };
    const { result, bodies } = await objectFrom([JSON.stringify(value)], { schema: RECIPE });
    expect(result).toMatchObject({ value, step: 'parsed' });
    const { $schema: _, ...sent } = RECIPE;
    expect(bodies[0]?.format).toEqual(sent);
  });

  test('are converted in all their depth', async () => {
    const text =
      '{"title": 7, "level": "hard", "steps": [{"minutes": "1", "substeps": {"minutes": "2"}}], "source": {"page": "3"}}';
    const { result } = await objectFrom([text], { schema: RECIPE });
    expect(result).toMatchObject({
      value: {
        title: '7',
        level: 'hard',
        steps: [{ minutes: 1, substeps: [{ minutes: 2 }] }],
        source: { page: 3 },
      },
      step: 'coerced',
    });
    expect(result?.changes).toContain('/steps/0/minutes: text "1" taken as the number 1');
  });

  test('what is wrong deep within is told to the model by its place', async () => {
    const bad = '{"title":"x","level":"mild","steps":[{"substeps":[]}],"source":null,"extra":1}';
    const good = '{"title":"x","level":"easy","steps":[{"minutes":1}],"source":null}';
    const { result, told } = await objectFrom([bad, good], { schema: RECIPE });
    expect(result?.value).toEqual(JSON.parse(good));
    expect(told).toContain('- /level: must be one of ["easy","hard"]');
    expect(told).toContain('- /steps/0: must have the property "minutes"');
    expect(told).toContain('- the value: must not have the property "extra"');
  });

  test('a list is wanted: brackets in prose are not prose', async () => {
    const list = '[{"age": 3}, {"age": 4}]';
    const { result } = await objectFrom([`Here: ${list}.`], { schema: PEOPLE });
    expect(result).toMatchObject({ value: [{ age: 3 }, { age: 4 }], step: 'repaired' });
    const ambiguous = await objectFrom([`See [1]: ${list}.`, list], { schema: PEOPLE });
    expect(ambiguous.result).toMatchObject({ step: 'asked-again' });
  });

  test('a single object where a list is wanted becomes a list of one', async () => {
    const { result } = await objectFrom(['{"age":"3"}'], { schema: PEOPLE });
    expect(result).toMatchObject({ value: [{ age: 3 }], step: 'coerced' });
  });

  test('numbers and texts alone, also in a fence', async () => {
    expect((await objectFrom(['42'], { schema: { type: 'integer' } })).result).toMatchObject({
      value: 42,
      step: 'parsed',
    });
    expect(
      (await objectFrom(['```json\n"yes"\n```'], { schema: { enum: ['yes', 'no'] } })).result,
    ).toMatchObject({
      value: 'yes',
      step: 'repaired',
    });
  });

  test('a number that may be cut is asked for again', async () => {
    const { result } = await objectFrom(
      [[{ send: '{"message":{"content":"42"},"done":true,"done_reason":"length"}\n' }], '4217'],
      { schema: { type: 'integer' }, maxTokens: 1 },
    );
    expect(result).toMatchObject({ value: 4217, step: 'asked-again' });
  });
});

describe('schemas of zod', () => {
  const Order = z.object({
    id: z.string().regex(/^[A-Z]\d+$/),
    items: z.array(z.object({ name: z.string(), count: z.number().int().positive() })).min(1),
    express: z.boolean().default(false),
    note: z.string().nullable(),
  });

  test('are sent as JSON Schema; defaults are not filled in', async () => {
    const value = { id: 'A1', items: [{ name: 'pen', count: 2 }], note: null };
    const { result, bodies } = await objectFrom([JSON.stringify(value)], { schema: Order });
    expect(result).toMatchObject({ step: 'parsed' });
    expect(result?.value).toEqual(value);
    expect(bodies[0]?.format).toMatchObject({
      type: 'object',
      required: ['id', 'items', 'note'],
      properties: { items: { type: 'array', minItems: 1 } },
    });
  });

  test('their refinements are checked and told', async () => {
    const Range = z
      .object({ from: z.number(), to: z.number() })
      .refine(async ({ from, to }) => from <= to, {
        path: ['to'],
        message: 'must not be before from',
      });
    const { result, told } = await objectFrom(['{"from":3,"to":1}', '{"from":3,"to":4}'], {
      schema: Range,
    });
    expect(result).toMatchObject({ value: { from: 3, to: 4 }, step: 'asked-again' });
    expect(told).toContain('- /to: must not be before from');
  });

  test('what JSON cannot say is refused before anything is sent', async () => {
    const { error, daemon } = await objectFrom(['{}'], { schema: z.object({ when: z.date() }) });
    expect(error?.code).toBe('REQUEST_INVALID');
    expect(daemon.requests).toEqual([]);
  });
});

test('a schema that is none is refused before anything is sent', async () => {
  const { error, daemon } = await objectFrom(['{}'], {
    schema: { properties: { a: { type: 'strin' } } },
  });
  expect(error?.code).toBe('REQUEST_INVALID');
  expect(error?.message).toContain('/properties/a/type');
  expect(daemon.requests).toEqual([]);
});
