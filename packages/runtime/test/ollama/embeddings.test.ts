import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isRecord } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, providerOf } from '../scripted.ts';

const request = { model: 'tiny-embed', text: 'cat' };

async function answering(...answers: readonly unknown[]) {
  const daemon = await daemonThatPlays();
  for (const answer of answers) daemon.once('POST /api/embed', jsonScript(answer));
  const embeds = () => daemon.requests.filter((seen) => seen.path === '/api/embed');
  return { daemon, provider: providerOf(daemon), embeds };
}

const rows = (count: number, first = 0) => ({
  embeddings: Array.from({ length: count }, (_, index) => [first + index, 1]),
});

describe('vectors', () => {
  test('are asked for in batches and come in the order of the texts', async () => {
    const { provider, embeds } = await answering(rows(32), rows(32, 32), rows(6, 64));
    const texts = Array.from({ length: 70 }, (_, index) => `text ${index}`);
    const vectors = await provider.generateEmbedding({ model: 'tiny-embed', text: texts });
    expect(vectors.map(([first]) => first)).toEqual(texts.map((_, index) => index));
    const sent = embeds().flatMap((seen) =>
      typeof seen.body === 'object' && seen.body !== null && 'input' in seen.body
        ? seen.body.input
        : [],
    );
    expect(sent).toEqual(texts);
  });

  test('are asked for with every setting, and never cut', async () => {
    const { provider, embeds } = await answering(rows(1));
    await provider.generateEmbedding({ ...request, dimensions: 2, keepAlive: '-1' });
    expect(embeds()[0]?.body).toEqual({
      model: 'tiny-embed',
      input: ['cat'],
      truncate: false,
      dimensions: 2,
      keep_alive: -1,
    });
  });

  test('keep the model as long as answers do, when nothing is said', async () => {
    const { provider, embeds } = await answering(rows(1));
    await provider.generateEmbedding(request);
    expect(embeds()[0]?.body).toMatchObject({ keep_alive: '10m' });
  });

  test.each([
    ['none', { embeddings: [] }],
    ['too few', { embeddings: [] }],
    ['too many', { embeddings: [[1], [2]] }],
    ['empty ones', { embeddings: [[]] }],
    ['ones with nulls', { embeddings: [[null, 1]] }],
    ['texts', { embeddings: [['1', 2]] }],
    ['nothing at all', {}],
  ])('are an error when the daemon gives %s', async (_what, answer) => {
    const { provider } = await answering(answer);
    await expect(provider.generateEmbedding(request)).rejects.toMatchObject({
      code: 'EMBEDDING_INVALID',
      details: { model: 'tiny-embed' },
    });
  });

  test('are an error when they are of different lengths', async () => {
    const { provider } = await answering({ embeddings: [[1, 2], [1]] });
    await expect(
      provider.generateEmbedding({ ...request, text: ['a', 'b'] }),
    ).rejects.toMatchObject({ code: 'EMBEDDING_INVALID' });
  });

  test('are an error when the daemon ignores the length that was asked for', async () => {
    const { provider } = await answering(rows(1));
    await expect(
      provider.generateEmbedding({ ...request, dimensions: 1024 }),
    ).rejects.toMatchObject({
      code: 'EMBEDDING_INVALID',
      message: expect.stringContaining('1024'),
    });
  });

  test.each([0, 1.5, -1])(
    'of %j numbers are refused before they are asked for',
    async (dimensions) => {
      const { provider, embeds } = await answering();
      await expect(provider.generateEmbedding({ ...request, dimensions })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
      });
      expect(embeds()).toEqual([]);
    },
  );

  test('of an empty text are refused by its place, and nobody is asked', async () => {
    const { provider, daemon } = await answering();
    await expect(
      provider.generateEmbedding({ ...request, text: ['a', 'b', ''] }),
    ).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining('3'),
      details: { index: 2 },
    });
    expect(daemon.requests).toEqual([]);
  });

  test('of no texts are none, and nobody is asked', async () => {
    const { daemon, provider } = await answering();
    expect(await provider.generateEmbedding({ ...request, text: [] })).toEqual([]);
    expect(daemon.requests).toEqual([]);
  });

  test('of a text that is too long are refused, and which texts it was about is told', async () => {
    const { daemon, provider } = await answering(rows(32));
    daemon.once(
      'POST /api/embed',
      jsonScript({ error: 'the input length exceeds the context length' }, 400),
    );
    const text = Array.from({ length: 40 }, (_, index) => `text ${index}`);
    await expect(provider.generateEmbedding({ ...request, text })).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { firstText: 33, lastText: 40 },
    });
  });

  test('are asked for again when the daemon is busy, and not when its engine crashed', async () => {
    const { daemon, provider, embeds } = await answering();
    daemon.once('POST /api/embed', jsonScript({ error: 'server busy, please try again.' }, 503));
    daemon.once('POST /api/embed', jsonScript(rows(1)));
    expect(await provider.generateEmbedding(request)).toHaveLength(1);
    expect(embeds()).toHaveLength(2);
    daemon.once('POST /api/embed', jsonScript({ error: 'do embedding request: EOF' }, 400));
    await expect(provider.generateEmbedding(request)).rejects.toMatchObject({
      code: 'MODEL_CRASHED',
    });
    expect(embeds()).toHaveLength(3);
  });

  test('are cancelled also while a refusal is being told', async () => {
    const { daemon, provider } = await answering();
    daemon.on('POST /api/embed', [{ status: 500 }, { send: '{"error":"half' }, { stall: true }]);
    const controller = new AbortController();
    const isRefusal = (message: unknown) =>
      isRecord(message) &&
      isRecord(message['response']) &&
      message['response']['statusCode'] === 500;
    const told = new Promise<void>((resolve) => {
      const onHeaders = (message: unknown) => {
        if (!isRefusal(message)) return;
        unsubscribe('undici:request:headers', onHeaders);
        resolve();
      };
      subscribe('undici:request:headers', onHeaders);
    });
    const vectors = provider.generateEmbedding({ ...request, signal: controller.signal });
    await told;
    controller.abort();
    await expect(vectors).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('are not waited for after an abort, and the socket closes', async () => {
    const { daemon, provider } = await answering();
    daemon.on('POST /api/embed', [{ waitFor: new Promise(() => {}) }]);
    const controller = new AbortController();
    const seen = daemon.nextRequest('/api/embed');
    const vectors = provider.generateEmbedding({ ...request, signal: controller.signal });
    const { closed } = await seen;
    controller.abort();
    await expect(vectors).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await closed).toBe('aborted');
  });

  test('of a missing model say which are installed', async () => {
    const { provider } = await answering();
    await expect(provider.generateEmbedding({ ...request, model: 'nope' })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.stringContaining('Installed: tiny-chat:latest'),
    });
  });
});
