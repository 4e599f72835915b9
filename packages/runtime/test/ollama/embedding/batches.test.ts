import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isRecord } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { answering, inputOf, request, rows, texts } from './embedding-daemon.ts';

/** Something that a test lets happen. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const byEmbed = { ...request, route: 'embed' } as const;

describe('requests', () => {
  test('are of 32 texts, and the vectors come in the order of the texts', async () => {
    const { provider, embeds } = await answering();
    const text = texts(70);
    const { vectors, requests } = await provider.embed({ ...byEmbed, text });
    expect(
      embeds()
        .map((seen) => inputOf(seen).length)
        .toSorted((left, right) => right - left),
    ).toEqual([32, 32, 6]);
    expect(requests).toBe(3);
    for (const place of [0, 31, 32, 69]) {
      const [alone] = (await provider.embed({ ...byEmbed, text: `text ${place}` })).vectors;
      expect(vectors[place]).toEqual(alone);
    }
  });

  test('give plain numbers in the same order', async () => {
    const { provider } = await answering(rows(2), rows(2, 2), rows(1, 4));
    const text = texts(5);
    const vectors = await provider.generateEmbedding({
      ...byEmbed,
      text,
      batchSize: 2,
      concurrency: 1,
    });
    expect(vectors.map(([first]) => first)).toEqual([0, 1, 2, 3, 4]);
  });

  test('hold fewer texts when these are long', async () => {
    const { provider, embeds } = await answering(rows(2), rows(1), rows(1), rows(1));
    const text = [100_000, 100_000, 100_000, 400_000, 1].map((length) => 'x'.repeat(length));
    await provider.embed({ ...byEmbed, text, concurrency: 1 });
    const sizes = embeds().map((seen) => inputOf(seen).map((sent) => sent.length));
    expect(sizes).toEqual([[100_000, 100_000], [100_000], [400_000], [1]]);
  });

  test.each([
    [2, undefined],
    [1, 1],
    [4, 4],
  ])('go %i at a time when concurrency is %s', async (expected, concurrency) => {
    const { daemon, provider, embeds } = await answering();
    const { open, opened } = gate();
    daemon.on('POST /api/embed', [{ waitFor: opened }, ...jsonScript(rows(1))]);
    const seen = Array.from({ length: expected }, () => daemon.nextRequest('/api/embed'));
    const rest = concurrency === undefined ? {} : { concurrency };
    const vectors = provider.embed({ ...byEmbed, text: texts(8), batchSize: 1, ...rest });
    await Promise.all(seen);
    // Whatever else had been sent would be seen before this.
    await provider.status();
    expect(embeds()).toHaveLength(expected);
    open();
    expect((await vectors).vectors).toHaveLength(8);
  });

  test('tell how far they have come', async () => {
    const { provider } = await answering(rows(2), rows(2), rows(1));
    const told: unknown[] = [];
    await provider.embed({
      ...byEmbed,
      text: texts(5),
      batchSize: 2,
      concurrency: 1,
      onProgress: (progress) => told.push(progress),
    });
    expect(told).toEqual([
      { done: 2, total: 5 },
      { done: 4, total: 5 },
      { done: 5, total: 5 },
    ]);
  });

  test('end when nobody wants to hear how far they have come', async () => {
    const { provider, embeds } = await answering(rows(1), rows(1));
    const onProgress = () => {
      throw new Error('enough');
    };
    const asked = { ...byEmbed, text: texts(3), batchSize: 1, concurrency: 1, onProgress };
    await expect(provider.embed(asked)).rejects.toThrow('enough');
    expect(embeds()).toHaveLength(1);
  });
});

describe('a model that is to be unloaded at once', () => {
  test('is unloaded after the last of several requests, and not loaded anew for each', async () => {
    const { provider, embeds, empties } = await answering(rows(1), rows(1));
    await provider.embed({ ...byEmbed, text: texts(2), batchSize: 1, keepAlive: '0s' });
    for (const { body } of embeds()) expect(body).not.toHaveProperty('keep_alive');
    expect(empties().map(({ body }) => body)).toEqual([
      { model: 'tiny-embed', input: [], keep_alive: '0s' },
    ]);
    expect(await provider.isModelLoaded('tiny-embed')).toBe('no');
  });

  test('is unloaded by the request itself when it is only one', async () => {
    const { provider, embeds, empties } = await answering(rows(1));
    await provider.embed({ ...byEmbed, keepAlive: 0 });
    expect(embeds()[0]?.body).toMatchObject({ keep_alive: 0 });
    expect(empties()).toEqual([]);
  });
});

describe('the first failure', () => {
  test('ends the other requests, and no further one is sent', async () => {
    const { daemon, provider, embeds } = await answering();
    const { open, opened } = gate();
    daemon.once('POST /api/embed', [
      { waitFor: opened },
      ...jsonScript({ error: 'model requires more system memory' }, 500),
    ]);
    daemon.on('POST /api/embed', [{ stall: true }]);
    const seen = [daemon.nextRequest('/api/embed'), daemon.nextRequest('/api/embed')];
    const vectors = provider.embed({ ...byEmbed, text: texts(5), batchSize: 1 });
    const settled = vectors.catch((error: unknown) => error);
    const [, held] = await Promise.all(seen);
    open();
    expect(await settled).toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      details: { firstText: expect.any(Number), lastText: expect.any(Number) },
    });
    expect(await held?.closed).toBe('aborted');
    await provider.status();
    expect(embeds()).toHaveLength(2);
  });

  test('names the texts that it was about', async () => {
    const { daemon, provider } = await answering(rows(2));
    daemon.once('POST /api/embed', jsonScript({ error: 'boom' }, 500));
    await expect(
      provider.embed({ ...byEmbed, text: texts(5), batchSize: 2, concurrency: 1 }),
    ).rejects.toMatchObject({ details: { firstText: 3, lastText: 4 } });
  });
});

describe('an abort', () => {
  test('closes all sockets, and no further request is sent', async () => {
    const { daemon, provider, embeds } = await answering();
    daemon.on('POST /api/embed', [{ stall: true }]);
    const controller = new AbortController();
    const seen = [1, 2, 3].map(() => daemon.nextRequest('/api/embed'));
    const vectors = provider.embed({
      ...byEmbed,
      text: texts(9),
      batchSize: 1,
      concurrency: 3,
      signal: controller.signal,
    });
    const settled = vectors.catch((error: unknown) => error);
    const held = await Promise.all(seen);
    controller.abort(new Error('not wanted'));
    expect(await settled).toMatchObject({
      code: 'CANCELLED',
      cause: expect.objectContaining({ message: 'not wanted' }),
    });
    expect(await Promise.all(held.map(({ closed }) => closed))).toEqual([
      'aborted',
      'aborted',
      'aborted',
    ]);
    await provider.status();
    expect(embeds()).toHaveLength(3);
  });

  test('that came before sends nothing, also when all is known of the model', async () => {
    const { daemon, provider } = await answering();
    await provider.embed(byEmbed);
    const before = daemon.requests.length;
    const signal = AbortSignal.abort();
    await expect(provider.embed({ ...byEmbed, signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(daemon.requests).toHaveLength(before);
  });

  test('is heard also while a refusal is being told', async () => {
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
    const vectors = provider.embed({ ...byEmbed, signal: controller.signal });
    await told;
    controller.abort();
    await expect(vectors).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
