import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { answering, request, rows } from './embedding-daemon.ts';

const raw = (row: string) => [
  { status: 200, headers: { 'content-type': 'application/json' } },
  { send: `{"embeddings":[${row}]}` },
];

describe('vectors are an error', () => {
  test.each([
    ['none', { embeddings: [] }],
    ['too many', { embeddings: [[1], [2]] }],
    ['an empty one', { embeddings: [[]] }],
    ['one with nulls', { embeddings: [[null, 1]] }],
    ['texts', { embeddings: [['1', 2]] }],
    ['booleans', { embeddings: [[true]] }],
    ['lists of lists', { embeddings: [[[1]]] }],
    ['no list', { embeddings: [3] }],
    ['an object', { embeddings: { 0: [1] } }],
    ['what looks like a list', { embeddings: [{ 0: 1, length: 1 }] }],
    ['nothing at all', {}],
    ['a text', 'no'],
  ])('when the daemon gives %s', async (_what, answer) => {
    const { daemon, provider } = await answering(answer);
    const expected = { code: 'EMBEDDING_INVALID', details: { model: 'tiny-embed' } };
    await expect(provider.generateEmbedding(request)).rejects.toMatchObject(expected);
    daemon.once('POST /api/embed', jsonScript(answer));
    await expect(provider.embed(request)).rejects.toMatchObject(expected);
  });

  test('when a number of theirs has no end', async () => {
    const { daemon, provider } = await answering();
    daemon.on('POST /api/embed', raw('[1,1e999]'));
    const expected = { code: 'EMBEDDING_INVALID' };
    await expect(provider.generateEmbedding(request)).rejects.toMatchObject(expected);
    await expect(provider.embed(request)).rejects.toMatchObject(expected);
  });

  test('when a number of theirs is none as a float', async () => {
    const { daemon, provider } = await answering();
    daemon.on('POST /api/embed', raw('[1,1e39]'));
    await expect(provider.embed(request)).rejects.toMatchObject({ code: 'EMBEDDING_INVALID' });
  });

  test('and say of which text, when it is one', async () => {
    const { provider } = await answering(rows(2), { embeddings: [[1, 2], [null]] });
    const text = ['a', 'b', 'c', 'd'];
    await expect(
      provider.embed({ ...request, text, batchSize: 2, concurrency: 1 }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('text 4'),
      details: { index: 3, firstText: 3, lastText: 4 },
    });
  });

  test('when they are of different lengths', async () => {
    const { provider } = await answering({ embeddings: [[1, 2], [1]] });
    await expect(provider.embed({ ...request, text: ['a', 'b'] })).rejects.toMatchObject({
      code: 'EMBEDDING_INVALID',
      message: expect.stringContaining('2, 1'),
    });
  });

  test('when they are of different lengths in different requests', async () => {
    const { provider } = await answering({ embeddings: [[1, 2]] }, { embeddings: [[1]] });
    await expect(
      provider.embed({ ...request, text: ['a', 'b'], batchSize: 1, concurrency: 1 }),
    ).rejects.toMatchObject({ code: 'EMBEDDING_INVALID', details: { lastText: 2 } });
  });

  test('when the daemon ignores the length that was asked for', async () => {
    const { provider } = await answering();
    await expect(provider.embed({ ...request, dimensions: 1024 })).rejects.toMatchObject({
      code: 'EMBEDDING_INVALID',
      message: expect.stringContaining('48 numbers where 1024'),
    });
    const { dimensions } = await provider.embed({ ...request, dimensions: 8 });
    expect(dimensions).toBe(8);
  });

  test('when the model computes no numbers, and the text for which is found', async () => {
    const { daemon, provider, embeds } = await answering();
    const nan = jsonScript({ error: 'embedding contains NaN or Inf values' }, 400);
    for (const script of [nan, jsonScript(rows(1)), nan]) daemon.once('POST /api/embed', script);
    await expect(provider.embed({ ...request, text: ['a', 'b'] })).rejects.toMatchObject({
      code: 'EMBEDDING_INVALID',
      message: expect.stringMatching(/text 2 of 2\. Ollama says: .*NaN/),
      details: { index: 1 },
    });
    expect(embeds()).toHaveLength(3);
  });
});

describe('a request is refused before anybody is asked', () => {
  const notTexts: string[] = JSON.parse('["a","b",3]');
  const noText: string = JSON.parse('{"text":"a"}');
  const noRoute: 'embed' = JSON.parse('"fast"');
  const noWay: 'cut' = JSON.parse('"shorten"');
  const noOptions: Record<string, unknown> = JSON.parse('[1]');

  test.each([
    ['dimensions', { dimensions: 0 }],
    ['dimensions', { dimensions: 1.5 }],
    ['dimensions', { dimensions: -1 }],
    ['batchSize', { batchSize: 0 }],
    ['batchSize', { batchSize: 513 }],
    ['concurrency', { concurrency: 9 }],
    ['concurrency', { concurrency: 0.5 }],
    ['route', { route: noRoute }],
    ['onTooLong', { onTooLong: noWay }],
    ['options', { options: noOptions }],
    ['options', { options: { num_ctx: 64 }, route: 'base64' as const }],
    ['keepAlive', { keepAlive: 'soon' }],
    ['text', { text: noText }],
  ])('for %s of %j', async (name, rest) => {
    const { provider, daemon } = await answering();
    const expected = { code: 'REQUEST_INVALID', message: expect.stringMatching(`^${name}:`) };
    await expect(provider.embed({ ...request, ...rest })).rejects.toMatchObject(expected);
    await expect(provider.generateEmbedding({ ...request, ...rest })).rejects.toMatchObject(
      expected,
    );
    expect(daemon.requests).toEqual([]);
  });

  test('for something among the texts that is no text, and its place is told', async () => {
    const { provider, daemon } = await answering();
    await expect(provider.embed({ ...request, text: notTexts })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: 'Text 3 of 3 is no text.',
      details: { index: 2 },
    });
    expect(daemon.requests).toEqual([]);
  });

  test('for no model', async () => {
    const { provider } = await answering();
    await expect(provider.embed({ ...request, model: ' ' })).rejects.toMatchObject({
      code: 'MODEL_NOT_CHOSEN',
    });
  });
});
