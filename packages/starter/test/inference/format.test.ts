import { isRecord } from '@nodetool-ai/graph';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadedModel } from '../../src/inference/inference-engine.ts';
import { ask, loadModel, missing } from './use-model.ts';

const names = fc.constantFrom('name', 'age', 'city', 'likes', 'id');
const leaf: fc.Arbitrary<object> = fc.oneof(
  fc.record({ type: fc.constantFrom('integer', 'number', 'boolean', 'null') }),
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ enum: fc.constantFrom(['a', 'b'], [1, null], ['yes']) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.constant(1), maximum: fc.constant(5) }),
);
/** Small schemas: what they ask for ends within a hundred tokens or so. */
const schemas: fc.Arbitrary<object> = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({
      type: fc.constant('array'),
      items: tie('schema'),
      minItems: fc.integer({ min: 0, max: 1 }),
      maxItems: fc.integer({ min: 1, max: 2 }),
    }),
    fc
      .tuple(
        fc.dictionary(names, tie('schema'), { maxKeys: 3, noNullPrototype: true }),
        fc.boolean(),
      )
      .map(([properties, isStrict]) => ({
        type: 'object',
        properties,
        required: isStrict ? Object.keys(properties) : [],
        additionalProperties: false,
      })),
  ),
})).schema;

describe.skipIf(missing !== undefined)(`answers in a format ${missing ?? ''}`, () => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await loadModel('chatFile', 512);
  });
  afterAll(() => model.unload());
  const options = { num_predict: 60 };

  test('json is an object, even where it is not asked for in words', async () => {
    const { text } = await ask(model, {
      user: 'What is the capital of France?',
      format: 'json',
      options,
    });
    expect(text).toMatch(/^\{/);
  });

  test('a schema gives what it asks for, and nothing optional has to come', async () => {
    const { text, end } = await ask(model, {
      user: 'Maria is 34 years old and lives in Lisbon.',
      format: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          age: { type: 'integer' },
          city: { type: 'string' },
        },
        required: ['name', 'age', 'city'],
      },
      options,
    });
    expect(end.reason).toBe('stop');
    expect(JSON.parse(text)).toEqual({ name: 'Maria', age: 34, city: 'Lisbon' });
  });

  test('an enum gives one of its words', async () => {
    const words = ['positive', 'negative'];
    const schema = { type: 'object', properties: { mood: { enum: words } }, required: ['mood'] };
    const { text } = await ask(model, { user: 'I love it!', format: schema, options });
    const answer: unknown = JSON.parse(text);
    expect(words).toContain(isRecord(answer) ? answer['mood'] : undefined);
  });

  test('a schema that leads to itself is refused, and the model still answers', async () => {
    const refused = ask(model, { user: 'hi', format: { $ref: '#' } });
    await expect(refused).rejects.toMatchObject({ name: 'FormatUnsupported' });
    expect((await ask(model, { user: 'hi', format: { const: 'yes' } })).text).toBe('"yes"');
  });

  test('what ends by itself is JSON that follows the schema', async () => {
    const ajv = new Ajv();
    let ended = 0;
    await fc.assert(
      fc.asyncProperty(schemas, fc.nat(9), async (schema, seed) => {
        const user = `Answer: ${JSON.stringify(schema)}`;
        const free = { ...options, temperature: 1.2, seed };
        const { text, end } = await ask(model, { user, format: { ...schema }, options: free });
        if (end.reason !== 'stop') return;
        ended++;
        const isRight = ajv.validate(schema, JSON.parse(text));
        expect([text, isRight]).toEqual([text, true]);
      }),
      { numRuns: 6 },
    );
    expect(ended).toBeGreaterThan(2);
  });
});
