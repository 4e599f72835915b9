import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, providerOf } from '../../scripted.ts';

const digest = 'd'.repeat(64);
const running = (name: string, rest: object = {}) => ({
  name,
  model: name,
  size: 1000,
  size_vram: 0,
  digest,
  expires_at: '2026-11-20T04:45:40.64950484Z',
  context_length: 4096,
  ...rest,
});
const ps = (...models: readonly object[]) => jsonScript({ models });

async function start() {
  const daemon = await daemonThatPlays();
  const bodies = (path: string) =>
    daemon.requests.filter((request) => request.path === path).map(({ body }) => body);
  return { daemon, provider: providerOf(daemon), models: providerOf(daemon).models, bodies };
}

describe('loaded', () => {
  test('tells what the daemon says, and leaves out what it does not say', async () => {
    const { daemon, models } = await start();
    daemon.on(
      'GET /api/ps',
      ps(
        running('a:latest', { size: 2000, size_vram: 1500 }),
        running('b:latest', { expires_at: '2319-03-02T04:24:44.112198611Z' }),
        { name: 'c:latest', expires_at: 'soon', size: 'big' },
      ),
    );
    expect(await models.loaded()).toEqual([
      {
        name: 'a:latest',
        digest,
        sizeBytes: 2000,
        vramBytes: 1500,
        contextLength: 4096,
        expiresAtMs: Date.UTC(2026, 10, 20, 4, 45, 40, 649),
        staysForEver: 'no',
      },
      {
        name: 'b:latest',
        digest,
        sizeBytes: 1000,
        vramBytes: 0,
        contextLength: 4096,
        staysForEver: 'yes',
      },
      { name: 'c:latest', staysForEver: 'unknown' },
    ]);
  });

  test('is empty when nothing is, and an error when it is not the list', async () => {
    const { daemon, models } = await start();
    daemon.once('GET /api/ps', jsonScript({ models: null }));
    expect(await models.loaded()).toEqual([]);
    daemon.once('GET /api/ps', jsonScript({ other: true }));
    await expect(models.loaded()).rejects.toMatchObject({ code: 'OLLAMA_NOT_OLLAMA' });
  });
});

describe('load', () => {
  test('asks a chat model for nothing, with context and time', async () => {
    const { models, bodies } = await start();
    const entry = await models.load('tiny-chat', { contextLength: 2048, keepAlive: '-1' });
    expect(entry).toMatchObject({ name: 'tiny-chat:latest', contextLength: 2048 });
    expect(bodies('/api/generate')).toEqual([
      {
        model: 'tiny-chat:latest',
        prompt: '',
        stream: false,
        keep_alive: -1,
        options: { num_ctx: 2048 },
      },
    ]);
  });

  test('asks an embedding model for no vectors, with the time of the provider', async () => {
    const { models, bodies } = await start();
    await models.load('tiny-embed');
    expect(bodies('/api/embed')).toEqual([
      { model: 'tiny-embed:latest', input: [], keep_alive: '10m' },
    ]);
  });

  test.each([
    [{ keepAlive: 0 }, 'keepAlive'],
    [{ keepAlive: '0s' }, 'keepAlive'],
    [{ keepAlive: 'soon' }, 'keepAlive'],
    [{ contextLength: 0 }, 'contextLength'],
    [{ contextLength: 1.5 }, 'contextLength'],
  ])('refuses %j before it asks', async (options, word) => {
    const { daemon, models } = await start();
    await expect(models.load('tiny-chat', options)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(word),
    });
    expect(daemon.requests).toEqual([]);
  });

  test('of a model in the cloud is refused: there is nothing to load', async () => {
    const { daemon, models, bodies } = await start();
    daemon.on('POST /api/show', jsonScript({ remote_host: 'https://ollama.com:443' }));
    await expect(models.load('big:cloud')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(bodies('/api/generate')).toEqual([]);
  });

  test('of a daemon without its engine is remembered by the status', async () => {
    const { daemon, provider, models } = await start();
    const error = 'error starting llama-server: llama-server binary not found';
    daemon.once('POST /api/generate', jsonScript({ error }, 500));
    await expect(models.load('tiny-chat')).rejects.toMatchObject({ code: 'OLLAMA_INCOMPLETE' });
    expect(await provider.status()).toMatchObject({ state: 'incomplete' });
  });

  test('of what is not installed names what is', async () => {
    const { models } = await start();
    await expect(models.load('no-such')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.stringContaining('tiny-chat'),
    });
  });
});

describe('unload', () => {
  test('waits until the daemon no longer lists it', async () => {
    const { daemon, models, bodies } = await start();
    for (let times = 0; times < 3; times += 1)
      daemon.once('GET /api/ps', ps(running('tiny-chat:latest')));
    expect(await models.unload('tiny-chat')).toEqual({ state: 'unloaded' });
    expect(bodies('/api/ps')).toHaveLength(4);
    expect(bodies('/api/generate')).toEqual([
      { model: 'tiny-chat:latest', prompt: '', stream: false, keep_alive: 0 },
    ]);
  });

  test('says when another request still uses it', async () => {
    const { daemon, models } = await start();
    daemon.on('GET /api/ps', ps(running('tiny-chat:latest')));
    expect(await models.unload('tiny-chat', { waitTimeoutMs: 0 })).toEqual({ state: 'in-use' });
    expect(await models.unload('tiny-chat', { waitTimeoutMs: 60 })).toEqual({ state: 'in-use' });
  });

  test('says so too when the daemon does not answer because of that', async () => {
    const { daemon } = await start();
    daemon.on('GET /api/ps', ps(running('tiny-chat:latest')));
    daemon.on('POST /api/generate', [{ stall: true }]);
    const { models } = providerOf(daemon, { askTimeoutMs: 100 });
    expect(await models.unload('tiny-chat', { waitTimeoutMs: 0 })).toEqual({ state: 'in-use' });
  });

  test('of what is not installed does not offer a pull', async () => {
    const { models } = await start();
    await expect(models.unload('no-such')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.not.stringContaining('pull'),
    });
  });

  test('of an embedding model keeps its context, so that it is not loaded anew first', async () => {
    const { models, bodies } = await start();
    await models.load('tiny-embed', { contextLength: 128 });
    expect(await models.unload('tiny-embed')).toEqual({ state: 'unloaded' });
    expect(bodies('/api/embed').at(-1)).toEqual({
      model: 'tiny-embed:latest',
      input: [],
      keep_alive: 0,
      options: { num_ctx: 128 },
    });
  });

  test.each(['tiny-chat', 'tiny-embed'])(
    'sends nothing to %s when it is not loaded: that would load it',
    async (name) => {
      const { models, bodies } = await start();
      expect(await models.unload(name)).toEqual({ state: 'not-loaded' });
      expect([...bodies('/api/generate'), ...bodies('/api/embed')]).toEqual([]);
    },
  );

  test('finds it under the name of a copy', async () => {
    const { models } = await start();
    await models.copy('tiny-chat', 'other');
    await models.load('tiny-chat');
    expect(await models.unload('other')).toEqual({ state: 'unloaded' });
  });

  test('can be aborted while it waits', async () => {
    const { daemon, models } = await start();
    daemon.on('GET /api/ps', ps(running('tiny-chat:latest')));
    const controller = new AbortController();
    const seen = daemon.nextRequest('/api/generate');
    const result = models.unload('tiny-chat', { signal: controller.signal });
    result.catch(() => {});
    await seen;
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
