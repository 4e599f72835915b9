import { describe, expect, test } from 'vitest';
import { chat, startDaemon } from './running-daemon.ts';

type Daemon = Awaited<ReturnType<typeof startDaemon>>;

const loadedModels = async ({ call }: Daemon): Promise<readonly Record<string, unknown>[]> =>
  JSON.parse((await call('GET', '/api/ps')).text).models;
const loadedNames = async (daemon: Daemon) => (await loadedModels(daemon)).map(({ name }) => name);
const embed = { model: 'vec', input: 'a' };

describe('what is in memory', () => {
  test('is told with its context and its end', async () => {
    const daemon = await startDaemon();
    const before = Date.now();
    await daemon.post('/api/chat', chat('a', { options: { num_ctx: 1000 } }));
    const [model] = await loadedModels(daemon);
    expect(model).toEqual({
      name: 'talk:135m',
      model: 'talk:135m',
      size: 2000,
      digest: daemon.digests.get('talk:135m'),
      details: expect.objectContaining({ family: 'talk' }),
      expires_at: expect.any(String),
      size_vram: 0,
      context_length: 1000,
    });
    const staysMs = Date.parse(String(model?.['expires_at'])) - before;
    expect(staysMs).toBeGreaterThanOrEqual(300_000);
    expect(staysMs).toBeLessThan(360_000);
  });

  test.each([[-1], ['-1m']])('with keep_alive %j has no end in sight', async (keep_alive) => {
    const daemon = await startDaemon();
    await daemon.post('/api/chat', chat('a', { keep_alive }));
    const [model] = await loadedModels(daemon);
    expect(String(model?.['expires_at'])).toMatch(/^23\d\d-/);
  });

  test.each([
    ['10m', 600],
    [600, 600],
    ['1h1m1.5s', 3661.5],
    [null, 300],
  ])('with keep_alive %j stays for %d seconds', async (keep_alive, seconds) => {
    const daemon = await startDaemon();
    const before = Date.now();
    await daemon.post('/api/chat', chat('a', { keep_alive }));
    const [model] = await loadedModels(daemon);
    const end = Date.parse(String(model?.['expires_at']));
    expect(end).toBeGreaterThanOrEqual(before + seconds * 1000 - 1);
    expect(end).toBeLessThanOrEqual(Date.now() + seconds * 1000);
  });

  test.each([[0], ['0'], ['0s']])(
    'with keep_alive %j leaves after the answer',
    async (keep_alive) => {
      const { engine, ...daemon } = await startDaemon();
      const unloaded = engine.next('unloaded');
      await daemon.post('/api/chat', chat('a', { keep_alive }));
      await unloaded;
      expect(engine.log).toEqual(['load talk 4096', 'answer a', 'unload talk']);
    },
  );

  test('leaves when its time is over', async () => {
    const daemon = await startDaemon();
    const unloaded = daemon.engine.next('unloaded');
    await daemon.post('/api/chat', chat('a', { keep_alive: '20ms' }));
    await unloaded;
    expect(await loadedNames(daemon)).toEqual([]);
  });

  test('does not leave while it answers, however short its time', async () => {
    const daemon = await startDaemon();
    const { post, engine } = daemon;
    await post('/api/chat', chat('a', { keep_alive: '1500ms' }));
    const [model] = await loadedModels(daemon);
    const endsAtMs = Date.parse(String(model?.['expires_at']));
    engine.beforePiece = async () => {
      // Twice the time that a timer could be late by.
      while (Date.now() < endsAtMs + 50) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await post('/api/chat', chat('b', { keep_alive: '1h' }));
    expect(engine.log).toEqual(['load talk 4096', 'answer a', 'answer b']);
  });
});

describe('a request without prompt', () => {
  test.each([
    ['/api/chat', { messages: [] }, { message: { role: 'assistant', content: '' } }],
    ['/api/chat', {}, { message: { role: 'assistant', content: '' } }],
    ['/api/generate', { prompt: '' }, { response: '' }],
    ['/api/generate', {}, { response: '' }],
  ])('%s %j loads and unloads, with one object', async (path, body, content) => {
    const { post, engine } = await startDaemon();
    const ask = (rest: object) => post(path, { model: 'talk:135m', ...body, ...rest });
    const common = { model: 'talk:135m', created_at: expect.any(String), ...content, done: true };
    expect((await ask({})).body).toEqual({ ...common, done_reason: 'load' });
    expect((await ask({ keep_alive: 0 })).body).toEqual({ ...common, done_reason: 'unload' });
    expect(engine.log).toEqual(['load talk 4096', 'unload talk']);
  });

  test('unloads nothing when nothing is loaded', async () => {
    const { post, engine } = await startDaemon();
    expect(await post('/api/embed', { model: 'vec', input: [], keep_alive: 0 })).toEqual({
      status: 200,
      body: { model: 'vec', embeddings: [] },
    });
    expect(engine.log).toEqual([]);
  });

  test('unloads the model under another of its names too', async () => {
    const { post, call, engine } = await startDaemon();
    await call('POST', '/api/copy', { source: 'vec', destination: 'twin' });
    await post('/api/embed', embed);
    await post('/api/embed', { model: 'twin', input: [], keep_alive: 0 });
    expect(engine.log).toEqual(['load vec 512', 'embed a', 'unload vec']);
  });
});

describe('the context', () => {
  const contexts = async (...asked: readonly (number | undefined)[]) => {
    const { post, engine } = await startDaemon();
    for (const num_ctx of asked) await post('/api/chat', chat('a', { options: { num_ctx } }));
    return engine.log.filter((line) => line.startsWith('load'));
  };

  test('is 4096 when nobody says, and never more than the model was trained for', async () => {
    expect(await contexts(undefined)).toEqual(['load talk 4096']);
    expect(await contexts(100_000)).toEqual(['load talk 8192']);
  });

  test('of another number loads the model anew, as by Ollama', async () => {
    expect(await contexts(2048, 2048, 8192, 2048)).toEqual([
      'load talk 2048',
      'load talk 8192',
      'load talk 2048',
    ]);
  });

  test('that is enough is kept for who does not say', async () => {
    expect(await contexts(8192, undefined)).toEqual(['load talk 8192']);
    expect(await contexts(1024, undefined)).toEqual(['load talk 1024', 'load talk 4096']);
  });

  test('is at least 4', async () => {
    expect(await contexts(-5)).toEqual(['load talk 4']);
  });
});

describe('threads', () => {
  test('are those of the daemon, until a request wants others', async () => {
    const { post, engine } = await startDaemon({ threads: 3 });
    for (const num_thread of [undefined, 2, undefined, 0])
      await post('/api/chat', chat('a', { options: { num_thread } }));
    expect(engine.loads.map(({ threads }) => threads)).toEqual([3, 2]);
  });
});

describe('two models', () => {
  test('stay beside each other while there is room', async () => {
    const daemon = await startDaemon({ freeMemoryBytes: () => 1e12 });
    await daemon.post('/api/chat', chat('a'));
    await daemon.post('/api/embed', { ...embed, keep_alive: '10m' });
    expect(await loadedNames(daemon)).toEqual(['vec:latest', 'talk:135m']);
  });

  test('take turns when memory is short', async () => {
    const daemon = await startDaemon({ freeMemoryBytes: () => 0 });
    await daemon.post('/api/chat', chat('a'));
    await daemon.post('/api/embed', embed);
    expect(daemon.engine.log).toEqual([
      'load talk 4096',
      'answer a',
      'unload talk',
      'load vec 512',
      'embed a',
    ]);
  });
});
