import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { chat, startDaemon } from './running-daemon.ts';

describe('a request that wants to do harm', () => {
  test('with a name of a million colons is answered at once', async () => {
    const { post } = await startDaemon();
    const model = `${':'.repeat(1_000_000)}/`;
    expect(await post('/api/show', { model })).toEqual({
      status: 400,
      body: { error: 'invalid model name' },
    });
  });

  test.each(['/api/show', '/api/chat', '/api/embed', '/api/pull'])(
    'with a name that leads out of the folder is refused by %s',
    async (path) => {
      const { post } = await startDaemon();
      for (const model of ['../../etc/passwd', '..%2f..', 'a/../b', '.', '/a', 'a\u0000b'])
        expect((await post(path, { model })).status).toBe(400);
    },
  );

  test('a copy under the longest name that there can be is found and removed', async () => {
    const { post, call, library } = await startDaemon();
    const name = `${'h'.repeat(350)}/${'n'.repeat(80)}/${'m'.repeat(80)}:${'t'.repeat(80)}`;
    expect((await post('/api/copy', { source: 'vec', destination: name })).status).toBe(200);
    expect(await library.find(name)).toMatchObject({ name });
    expect((await call('DELETE', '/api/delete', { model: name })).status).toBe(200);
    expect(await library.find(name)).toBeUndefined();
  });

  test('copies to one name at once leave one whole record', async () => {
    const { call, library } = await startDaemon();
    const copies = Array.from({ length: 20 }, async () =>
      call('POST', '/api/copy', { source: 'vec', destination: 'twin' }),
    );
    expect(new Set((await Promise.all(copies)).map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    expect(await library.find('twin')).toMatchObject({ name: 'twin:latest' });
  });

  test.each([1e13, 1e300, '9999999999h'])(
    'keep_alive %j is as good as for ever, and can be told',
    async (keep_alive) => {
      const { post, call } = await startDaemon();
      await post('/api/chat', chat('a', { keep_alive }));
      const ps = await call('GET', '/api/ps');
      expect(ps.status).toBe(200);
      expect(ps.text).toMatch(/"expires_at":"23\d\d-/);
    },
  );

  test('never gets more threads than the machine has', async () => {
    const { post, engine } = await startDaemon({ threads: 1 });
    for (const num_thread of [1_000_000, 2_000_000])
      await post('/api/chat', chat('a', { options: { num_thread } }));
    expect(engine.loads.map(({ threads }) => threads)).toEqual([availableParallelism()]);
  });
});

test('a model whose time is over leaves although as many wait as may', async () => {
  const { post, engine, daemon } = await startDaemon({
    mostWaiting: 0,
    freeMemoryBytes: () => 1e12,
  });
  const unloaded = once(engine, 'unloaded');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  engine.beforePiece = () => held;
  await post('/api/embed', { model: 'vec', input: 'a', keep_alive: '2s' });
  const answering = once(engine, 'answering');
  const answer = post('/api/chat', chat('b', { keep_alive: -1 }));
  await answering;
  // Its turn is asked for while the other model answers.
  await expect.poll(() => daemon.waiting(), { timeout: 10_000 }).toBe(1);
  release();
  expect((await answer).status).toBe(200);
  await unloaded;
  expect(engine.log.at(-1)).toBe('unload vec');
});
