import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { answering, inputOf, request, rows, texts } from './embedding-daemon.ts';

describe('vectors', () => {
  test('are floats in the order of the texts, and everything about them is told', async () => {
    const { provider, embeds } = await answering(rows(3));
    expect(await provider.embed({ model: ' tiny-embed ', text: ['a', 'b', 'c'] })).toEqual({
      vectors: [new Float32Array([0, 1]), new Float32Array([1, 1]), new Float32Array([2, 1])],
      dimensions: 2,
      model: 'tiny-embed',
      route: 'embed',
      requests: 1,
      cut: [],
      emptyTexts: [],
      usage: {},
    });
    expect(embeds()[0]?.body).toMatchObject({ model: 'tiny-embed' });
  });

  test('are plain numbers as the daemon wrote them, for those who want them so', async () => {
    const { provider } = await answering({ embeddings: [[0.1, -1e-9]] });
    expect(await provider.generateEmbedding(request)).toEqual([[0.1, -1e-9]]);
  });

  test('are asked for with every setting, and never cut', async () => {
    const { provider, embeds } = await answering(rows(1));
    const options = { num_ctx: 128 };
    await provider.embed({ ...request, dimensions: 2, keepAlive: '-1', options });
    expect(embeds()[0]?.body).toEqual({
      model: 'tiny-embed',
      input: ['cat'],
      truncate: false,
      dimensions: 2,
      keep_alive: -1,
      options,
    });
  });

  test('keep the model as long as answers do, when nothing is said', async () => {
    const { provider, embeds } = await answering(rows(1));
    await provider.embed(request);
    expect(embeds()[0]?.body).toMatchObject({ keep_alive: '10m' });
  });

  test('of no texts are none, and nobody is asked', async () => {
    const { daemon, provider } = await answering();
    expect(await provider.generateEmbedding({ ...request, text: [] })).toEqual([]);
    expect(await provider.embed({ ...request, text: [] })).toEqual({
      vectors: [],
      dimensions: undefined,
      model: 'tiny-embed',
      route: 'embed',
      requests: 0,
      cut: [],
      emptyTexts: [],
      usage: {},
    });
    expect(daemon.requests).toEqual([]);
  });

  test('of an empty text alone are asked for twice, because of one some daemons give none', async () => {
    const { provider, embeds } = await answering();
    const { vectors, emptyTexts } = await provider.embed({ ...request, text: '' });
    expect(embeds().map(inputOf)).toEqual([['', '']]);
    expect(vectors).toHaveLength(1);
    expect(emptyTexts).toEqual([0]);
  });

  test('of empty texts stand in their places', async () => {
    const { provider } = await answering();
    const text = ['', 'cat', '', 'dog', ''];
    const { vectors, emptyTexts } = await provider.embed({ ...request, text, batchSize: 2 });
    expect(emptyTexts).toEqual([0, 2, 4]);
    expect(vectors[2]).toEqual(vectors[0]);
    expect(vectors[4]).toEqual(vectors[0]);
    const alone = await provider.embed({ ...request, text: 'dog' });
    expect(vectors[3]).toEqual(alone.vectors[0]);
    expect(vectors[3]).not.toEqual(vectors[0]);
  });

  test('are not asked of a model that makes none', async () => {
    const { provider, embeds } = await answering(rows(1));
    await expect(provider.embed({ ...request, model: 'tiny-chat' })).rejects.toMatchObject({
      code: 'MODEL_LACKS_CAPABILITY',
    });
    expect(embeds()).toEqual([]);
  });

  test('of a missing model say which are installed', async () => {
    const { provider } = await answering();
    await expect(provider.embed({ ...request, model: 'nope' })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.stringContaining('Installed: tiny-chat:latest'),
    });
  });

  test('are asked for again when the daemon is busy', async () => {
    const { daemon, provider, embeds } = await answering();
    daemon.once('POST /api/embed', jsonScript({ error: 'server busy, please try again.' }, 503));
    daemon.once('POST /api/embed', jsonScript(rows(1)));
    expect(await provider.generateEmbedding(request)).toHaveLength(1);
    expect(embeds()).toHaveLength(2);
  });
});

describe('figures', () => {
  const told = (tokens: number, loadMs: number) => ({
    ...rows(1),
    prompt_eval_count: tokens,
    total_duration: 5e6,
    load_duration: loadMs * 1e6,
  });
  const two = { ...request, text: texts(2), batchSize: 1, concurrency: 1 };

  test('are summed over the requests, and of the waits for the model the longest counts', async () => {
    const { provider } = await answering(told(3, 4), told(5, 1));
    const { usage, requests } = await provider.embed(two);
    expect(usage).toEqual({ promptTokens: 8, totalMs: 10, loadMs: 4 });
    expect(requests).toBe(2);
  });

  test('are left out where the daemon did not tell them of every request', async () => {
    const { provider } = await answering(told(3, 4), { ...rows(1), prompt_eval_count: 5 });
    expect((await provider.embed(two)).usage).toEqual({ promptTokens: 8 });
  });

  test('are never zero for unknown', async () => {
    const { provider } = await answering({ ...rows(1), prompt_eval_count: 0, load_duration: 0 });
    expect((await provider.embed(request)).usage).toEqual({});
  });
});
