import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadedModel } from '../../src/inference/inference-engine.ts';
import { loadModel, missing, never } from './use-model.ts';

const dot = (left: readonly number[], right: readonly number[]) =>
  left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);

describe.skipIf(missing !== undefined)(`vectors of a real model ${missing ?? ''}`, () => {
  let model: LoadedModel;
  const embed = (text: string, truncate = true) => model.embed(text, { truncate, signal: never });
  beforeAll(async () => {
    model = await loadModel('embedFile', 4096);
  });
  afterAll(() => model.unload());

  test('related sentences are nearer than unrelated ones', async () => {
    const [food, eats, sky] = [
      await embed('A man is eating food.'),
      await embed('A man eats something.'),
      await embed('The sky is blue.'),
    ];
    expect(dot(food.vector, eats.vector)).toBeGreaterThan(0.6);
    expect(dot(food.vector, sky.vector)).toBeLessThan(0.2);
    expect(food.tokens).toBe(8);
  });

  test('a vector has 384 numbers and the length 1', async () => {
    for (const text of ['A man is eating food.', 'Füße 🎉 日本語', '', ' ', 'dog '.repeat(900)]) {
      const { vector } = await embed(text);
      expect(vector).toHaveLength(384);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    }
  });

  test('nothing is read as the two special tokens, as Ollama does', async () => {
    const nothing = await embed('');
    expect(nothing.tokens).toBe(2);
    expect((await embed(' ')).vector).toEqual(nothing.vector);
  });

  test('a text too long is cut to what the model reads, or refused with the figures', async () => {
    const long = await embed('dog '.repeat(900));
    expect(model.contextLength).toBe(512);
    expect(long.tokens).toBe(512);
    expect((await embed('dog '.repeat(510))).vector).toEqual(long.vector);
    expect((await embed('dog '.repeat(510), false)).tokens).toBe(512);
    await expect(embed('dog '.repeat(511), false)).rejects.toMatchObject({
      name: 'PromptTooLong',
      promptTokens: 513,
      contextTokens: 512,
    });
  });

  test('an abort ends it with the reason of the signal, and it does not write', async () => {
    const reason = new Error('the person left');
    const signal = AbortSignal.abort(reason);
    await expect(model.embed('text', { truncate: true, signal })).rejects.toBe(reason);
    await expect(
      model.answer({ prompt: { kind: 'raw', text: 'a' }, options: {}, signal: never }).next(),
    ).rejects.toThrow(/writes no text/);
  });
});
