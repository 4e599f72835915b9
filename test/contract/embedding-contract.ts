import { describe, expect, test } from 'vitest';
import { cosine, providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

/** What every daemon must do with texts to embed. */
export function describeEmbeddings(getDaemon: () => ContractDaemon): void {
  const embed = (
    model: string,
    text: string | readonly string[],
    rest: { dimensions?: number } = {},
  ) => providerOf(getDaemon()).generateEmbedding({ model, text, ...rest });

  describe('embeddings', () => {
    test.each([
      ['tiny-embed', 48],
      ['tiny-embed-32', 32],
      ['all-minilm', 384],
    ])('%s gives one vector of %i numbers and length 1 for one text', async (model, dimensions) => {
      const [vector = [], ...others] = await embed(model, 'the cat and the dog');
      expect(others).toEqual([]);
      expect(vector).toHaveLength(dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
    });

    test('vectors come in the order of the texts, over the size of a batch too', async () => {
      const words = ['king', 'car', 'apple', 'python', 'rain'];
      const texts = Array.from(
        { length: 70 },
        (_, index) => `${words[index % words.length]} ${index}`,
      );
      const vectors = await embed('tiny-embed', texts);
      expect(vectors).toHaveLength(texts.length);
      for (const index of [0, 33, 69]) {
        const [alone = []] = await embed('tiny-embed', texts[index] ?? '');
        expect(cosine(alone, vectors[index] ?? [])).toBeGreaterThan(0.999);
      }
    });

    test.each(['tiny-embed', 'all-minilm'])(
      '%s: related texts are nearer than unrelated ones',
      async (model) => {
        const [cat = [], kitten = [], code = []] = await embed(model, [
          'the cat and the dog',
          'the dog and the cat',
          'python computer code',
        ]);
        expect(cosine(cat, kitten)).toBeGreaterThan(cosine(cat, code) + 0.2);
      },
    );

    test('vectors can be shortened', async () => {
      expect((await embed('tiny-embed', 'cat', { dimensions: 8 }))[0]).toHaveLength(8);
    });

    test('a language model does not make vectors', async () => {
      await expect(embed('tiny-chat', 'cat')).rejects.toMatchObject({
        code: 'MODEL_LACKS_CAPABILITY',
      });
    });

    test('a text longer than the context is refused, not cut', async () => {
      await expect(embed('tiny-embed', 'cat dog '.repeat(400))).rejects.toMatchObject({
        code: 'CONTEXT_OVERFLOW',
      });
    });

    test('an empty text is refused by its place', async () => {
      await expect(embed('tiny-embed', ['cat', ''])).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
        message: expect.stringMatching(/\b(1|2|second)\b/),
      });
    });

    test('no texts give no vectors', async () => {
      expect(await embed('tiny-embed', [])).toEqual([]);
    });

    test('an unknown model is named', async () => {
      await expect(embed('no-such-model', 'cat')).rejects.toMatchObject({
        code: 'MODEL_NOT_FOUND',
        message: expect.stringContaining('no-such-model'),
      });
    });
  });
}
