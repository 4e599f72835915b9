import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { outcomeOf, question } from '../scripted.ts';
import { gate, NO_MEMORY, poolOf } from './pool.ts';

const one = chatLine({ content: 'one' });
const two = chatLine({ content: 'two' });
const OVER = { value: undefined, done: true };

describe('an answer of a pool', () => {
  test('comes as one host gives it, piece by piece', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    const { opened, open } = gate();
    daemons.a.on('POST /api/chat', [
      { send: one },
      { waitFor: opened },
      { send: two + doneLine() },
    ]);
    const stream = pool.generateMessages(question());
    expect(await stream.next()).toMatchObject({ value: { content: 'one' } });
    open();
    expect(await stream.next()).toMatchObject({ value: { content: 'two' } });
    expect(await stream.next()).toMatchObject({ value: { done: true, usage: { host: 'a' } } });
    expect([await stream.next(), await stream.next()]).toEqual([OVER, OVER]);
  });

  test('answers several questions for pieces in their order', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    daemons.a.on('POST /api/chat', [{ send: one + two + doneLine() }]);
    const stream = pool.generateMessages(question());
    expect(
      await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()]),
    ).toMatchObject([
      { value: { content: 'one' } },
      { value: { content: 'two' } },
      { value: { done: true } },
      { done: true },
    ]);
  });

  test('is whole in generateMessage, with its host and model', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote', b: 'remote' });
    daemons.a.on('POST /api/chat', NO_MEMORY);
    daemons.b.on('POST /api/chat', [{ send: one + two + doneLine() }]);
    expect(await pool.generateMessage(question())).toMatchObject({
      content: 'onetwo',
      usage: { host: 'b', model: 'tiny-chat', promptTokens: 22 },
    });
  });

  test('asks nobody before its first piece is asked for', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    const stream = pool.generateMessages(question());
    expect([await stream.return(), await stream.next()]).toEqual([OVER, OVER]);
    const { error } = await outcomeOf(
      pool.generateMessages(question({ signal: AbortSignal.abort('no') })),
    );
    expect(error).toMatchObject({ code: 'CANCELLED', cause: 'no' });
    expect(daemons.a.requests).toEqual([]);
  });

  test('throws its error once and is over then, for all who wait', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    daemons.a.on('POST /api/chat', NO_MEMORY);
    const stream = pool.generateMessages(question());
    const results = await Promise.allSettled([stream.next(), stream.next()]);
    expect(results).toMatchObject([{ status: 'rejected' }, { value: OVER }]);
    expect(await stream.next()).toEqual(OVER);
  });
});

describe('leaving', () => {
  test('closes the socket of an answer that is coming, and the host is free', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    daemons.a.on('POST /api/chat', [{ endless: () => one }]);
    const seen = daemons.a.nextRequest('/api/chat');
    for await (const item of pool.generateMessages(question())) {
      expect(item).toMatchObject({ content: 'one' });
      break;
    }
    expect(await (await seen).closed).toBe('aborted');
    expect(await pool.hosts()).toMatchObject([{ requestsUnderWay: 0 }]);
  });

  test.each([
    ['an answer has not begun', 'POST /api/chat', '/api/chat'],
    ['a host is asked what it has', 'GET /api/tags', '/api/tags'],
    ['a host is asked how it is', 'GET /api/version', '/api/version'],
  ])('while %s closes the socket, and tells nothing', async (_name, route, path) => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    daemons.a.on(route, [{ waitFor: new Promise(() => {}) }]);
    const seen = daemons.a.nextRequest(path);
    const stream = pool.generateMessages(question());
    const waiting = [stream.next(), stream.next()];
    const { closed } = await seen;
    await stream.return();
    expect([await closed, ...(await Promise.all(waiting))]).toEqual(['aborted', OVER, OVER]);
    expect(pool.host('a')).toBeDefined();
  });

  test('by an error closes the socket, and throws it', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    daemons.a.on('POST /api/chat', [{ send: one }, { stall: true }]);
    const seen = daemons.a.nextRequest('/api/chat');
    const stream = pool.generateMessages(question());
    await stream.next();
    await expect(stream.throw(new Error('mine'))).rejects.toThrow('mine');
    expect(await (await seen).closed).toBe('aborted');
    expect(await stream.next()).toEqual(OVER);
  });
});

describe('an abort', () => {
  test('ends the answer with what it had, keeps its reason, and frees the host', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote', b: 'remote' });
    daemons.a.on('POST /api/chat', [{ send: one }, { stall: true }]);
    const controller = new AbortController();
    const seen = daemons.a.nextRequest('/api/chat');
    const stream = pool.generateMessages(question({ signal: controller.signal }));
    await stream.next();
    const rest = outcomeOf(stream);
    controller.abort('enough');
    expect((await rest).error).toMatchObject({
      code: 'CANCELLED',
      cause: 'enough',
      details: { partialText: 'one', host: 'a' },
    });
    expect(await (await seen).closed).toBe('aborted');
    expect(daemons.b.requests.map(({ path }) => path)).not.toContain('/api/chat');
    expect((await pool.hosts()).map((host) => host.requestsUnderWay)).toEqual([0, 0]);
  });

  test('while hosts are asked goes to no further host, and says nothing of them', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote', b: 'remote' });
    daemons.a.once('GET /api/version', [{ waitFor: new Promise(() => {}) }]);
    const controller = new AbortController();
    const seen = daemons.a.nextRequest('/api/version');
    const outcome = outcomeOf(pool.generateMessages(question({ signal: controller.signal })));
    const { closed } = await seen;
    controller.abort();
    expect((await outcome).error).toMatchObject({ code: 'CANCELLED' });
    expect(await closed).toBe('aborted');
    // Only a host that is not the only one is left alone.
    await pool.generateMessage(question({ model: 'tiny-chat@b' }));
    expect((await pool.status()).hosts).toMatchObject([{ state: 'ready' }, { state: 'ready' }]);
  });

  test('leaves the question to others who wait for it', async () => {
    const { daemons, pool } = await poolOf({ a: 'remote' });
    const { opened, open } = gate();
    daemons.a.once('GET /api/version', [{ waitFor: opened }, { send: '{"version":"1.0.0"}' }]);
    const controller = new AbortController();
    const seen = daemons.a.nextRequest('/api/version');
    const left = outcomeOf(pool.generateMessages(question({ signal: controller.signal })));
    const stays = outcomeOf(pool.generateMessages(question()));
    await seen;
    controller.abort();
    await left;
    open();
    expect((await stays).error).toBeUndefined();
  });
});
