import { isRecord } from '@nodetool-ai/graph';
import type { EmbeddingRequest } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { cosine, providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

/** What every daemon must do with texts to embed. */
export function describeEmbeddings(getDaemon: () => ContractDaemon): void {
  const embed = (
    model: string,
    text: string | readonly string[],
    rest: Partial<EmbeddingRequest> = {},
  ) => providerOf(getDaemon()).generateEmbedding({ model, text, ...rest });
  const embedFully = (
    model: string,
    text: string | readonly string[],
    rest: Partial<EmbeddingRequest> = {},
  ) => providerOf(getDaemon()).embed({ model, text, ...rest });

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

    test('a text longer than the context is named among others', async () => {
      const text = numbered(40).with(35, longText);
      await expect(embedFully('tiny-embed', text)).rejects.toMatchObject({
        code: 'CONTEXT_OVERFLOW',
        message: expect.stringContaining('Text 36 of 40'),
        details: { index: 35 },
      });
    });

    test('a text longer than the context is cut when that is wanted, and it is told', async () => {
      const text = numbered(40).with(35, longText);
      const { cut, vectors } = await embedFully('tiny-embed', text, { onTooLong: 'cut' });
      const fitting = 254 * 'cat '.length;
      expect(cut).toEqual([
        { index: 35, keptCharacters: expect.any(Number), originalCharacters: longText.length },
      ]);
      const kept = cut[0]?.keptCharacters ?? 0;
      expect(kept).toBeLessThanOrEqual(fitting);
      expect(kept).toBeGreaterThan(fitting * 0.95);
      const alone = await embedFully('tiny-embed', longText.slice(0, kept));
      expect(likeness(alone.vectors[0], vectors[35])).toBeGreaterThan(0.9999);
    });

    test.each(['tiny-embed', 'all-minilm'])(
      '%s: empty texts have vectors, alone and in their places',
      async (model) => {
        const alone = await embedFully(model, '');
        expect(alone.emptyTexts).toEqual([0]);
        expect(alone.vectors).toHaveLength(1);
        const { vectors, emptyTexts } = await embedFully(model, ['', 'king', '']);
        expect(emptyTexts).toEqual([0, 2]);
        expect(likeness(vectors[0], alone.vectors[0])).toBeGreaterThan(0.9999);
        expect(likeness(vectors[2], alone.vectors[0])).toBeGreaterThan(0.9999);
        const king = await embedFully(model, 'king');
        expect(likeness(vectors[1], king.vectors[0])).toBeGreaterThan(0.9999);
      },
    );

    test.each(['tiny-embed', 'all-minilm'])(
      '%s: vectors in base64 are the same, in the same order',
      async (model) => {
        const text = [...numbered(6), '', 'größer 中文 👍'];
        const bulk = await embedFully(model, text, { route: 'base64' });
        const plain = await embedFully(model, text, { route: 'embed' });
        expect([bulk.route, plain.route]).toEqual(['base64', 'embed']);
        expect(bulk.dimensions).toBe(plain.dimensions);
        for (const [index, vector] of plain.vectors.entries())
          expect(likeness(bulk.vectors[index], vector)).toBeGreaterThan(0.9999);
        expect(likeness(bulk.vectors[0], plain.vectors[1])).toBeLessThan(0.9999);
        expect(plain.usage.promptTokens).toBeGreaterThan(text.length);
        expect(bulk.usage.promptTokens).toBe(plain.usage.promptTokens);
      },
    );

    test('vectors in base64 can be shortened', async () => {
      const { route, dimensions } = await embedFully('tiny-embed', 'cat', {
        route: 'base64',
        dimensions: 8,
      });
      expect([route, dimensions]).toEqual(['base64', 8]);
    });

    const year = 365 * 86_400;
    test.each([
      [-1, year, Infinity],
      ['42m', 41 * 60, 42 * 60 + 1],
    ])(
      '64 texts go by base64, and the model stays as long as was asked for: %s',
      async (keepAlive, least, most) => {
        const { route, vectors } = await embedFully('tiny-embed', numbered(64), { keepAlive });
        expect(route).toBe('base64');
        expect(vectors).toHaveLength(64);
        const seconds = await remainingSeconds(getDaemon(), 'tiny-embed');
        expect(seconds).toBeGreaterThan(least);
        expect(seconds).toBeLessThanOrEqual(most);
      },
    );

    test('64 texts go by base64, and the model is unloaded when that was asked for', async () => {
      const { route } = await embedFully('tiny-embed', numbered(64), { keepAlive: 0 });
      expect(route).toBe('base64');
      await expect.poll(() => remainingSeconds(getDaemon(), 'tiny-embed')).toBeUndefined();
    });

    test('a text that base64 would cut silently is refused there too', async () => {
      const text = numbered(80).with(70, longText);
      await expect(embedFully('tiny-embed', text)).rejects.toMatchObject({
        code: 'CONTEXT_OVERFLOW',
        details: { index: 70 },
      });
      const { route, cut } = await embedFully('tiny-embed', text, { onTooLong: 'cut' });
      expect(route).toBe('base64');
      expect(cut.map(({ index }) => index)).toEqual([70]);
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

/** 800 words, where `tiny-embed` takes 254. */
const longText = 'cat dog '.repeat(400);

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `the ${['king', 'car', 'rain'][index % 3]} ${index}`);

function likeness(left: Float32Array | undefined, right: Float32Array | undefined): number {
  return cosine([...(left ?? [])], [...(right ?? [])]);
}

/** How long a model stays loaded from now, as the daemon says; undefined when it is not loaded. */
async function remainingSeconds(
  daemon: ContractDaemon,
  model: string,
): Promise<number | undefined> {
  const body: unknown = await (await fetch(`${daemon.url}/api/ps`)).json();
  const models = isRecord(body) && Array.isArray(body['models']) ? body['models'] : [];
  const entry = models.find((each) => isRecord(each) && each['name'] === `${model}:latest`);
  if (!isRecord(entry)) return undefined;
  return (Date.parse(String(entry['expires_at'])) - Date.now()) / 1000;
}
