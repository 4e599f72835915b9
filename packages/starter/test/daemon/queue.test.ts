import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { untilAborted } from './fake-engine.ts';
import { chat, startDaemon } from './running-daemon.ts';

const leave = (request: ClientRequest) => {
  request.on('error', () => {});
  request.destroy();
};
const embed = { model: 'vec', input: 'a' };

describe('requests at the same time', () => {
  test('are answered one after the other, in their order', async () => {
    const { post, engine, daemon } = await startDaemon();
    let release = () => {};
    engine.beforePiece = (index) =>
      index === 0 ? new Promise<void>((resolve) => void (release = resolve)) : undefined;
    const first = post('/api/chat', chat('one'));
    await engine.next('answering');
    const second = post('/api/embed', embed);
    await vi.waitFor(() => expect(daemon.waiting()).toBe(1));
    const third = post('/api/chat', chat('three'));
    await vi.waitFor(() => expect(daemon.waiting()).toBe(2));
    expect(engine.log).toEqual(['load talk 4096', 'answer one']);
    engine.beforePiece = () => {};
    release();
    await Promise.all([first, second, third]);
    expect(engine.log).toEqual([
      'load talk 4096',
      'answer one',
      'load vec 512',
      'embed a',
      'answer three',
    ]);
  });

  test('are refused when too many wait', async () => {
    const { post, open, engine, daemon } = await startDaemon({ mostWaiting: 1 });
    engine.beforePiece = (_index, signal) => untilAborted(signal);
    const running = open('POST', '/api/chat', chat('one'));
    await engine.next('answering');
    const waiting = open('POST', '/api/chat', chat('two'));
    await vi.waitFor(() => expect(daemon.waiting()).toBe(1));
    expect(await post('/api/chat', chat('three'))).toEqual({
      status: 503,
      body: { error: 'server busy, please try again.  maximum pending requests exceeded' },
    });
    leave(waiting);
    leave(running);
  });

  test('do not hold up what needs no model', async () => {
    const { open, call, engine } = await startDaemon();
    engine.beforePiece = (_index, signal) => untilAborted(signal);
    const running = open('POST', '/api/chat', chat('one'));
    await engine.next('answering');
    for (const path of ['/api/version', '/api/tags', '/api/ps'])
      expect(await call('GET', path)).toMatchObject({ status: 200 });
    leave(running);
  });
});

describe('who leaves', () => {
  test('in mid-stream ends the answer, and the next is made', async () => {
    const { open, post, engine } = await startDaemon();
    engine.beforePiece = (index, signal) => (index === 1 ? untilAborted(signal) : undefined);
    const request = open('POST', '/api/chat', chat('a b c', { stream: true }));
    const [response] = await once(request, 'response');
    await once(response, 'data');
    const aborted = engine.next('aborted');
    response.on('error', () => {});
    leave(request);
    await aborted;
    engine.beforePiece = () => {};
    expect(await post('/api/chat', chat('next'))).toMatchObject({ status: 200 });
  });

  test('before the first piece of an answer in one piece ends it too', async () => {
    const { open, engine } = await startDaemon();
    engine.beforePiece = (_index, signal) => untilAborted(signal);
    const request = open('POST', '/api/chat', chat('a'));
    await engine.next('answering');
    const aborted = engine.next('aborted');
    leave(request);
    await aborted;
    expect(engine.log.at(-1)).toBe('abort');
  });

  test('while waiting leaves the queue, and is never answered', async () => {
    const { open, post, engine, daemon } = await startDaemon();
    engine.beforePiece = (_index, signal) => untilAborted(signal);
    const running = open('POST', '/api/chat', chat('one'));
    await engine.next('answering');
    const waiting = open('POST', '/api/chat', chat('two'));
    await vi.waitFor(() => expect(daemon.waiting()).toBe(1));
    leave(waiting);
    await vi.waitFor(() => expect(daemon.waiting()).toBe(0));
    const aborted = engine.next('aborted');
    leave(running);
    await aborted;
    engine.beforePiece = () => {};
    await post('/api/chat', chat('three'));
    expect(engine.log.filter((line) => line.startsWith('answer'))).toEqual([
      'answer one',
      'answer three',
    ]);
  });

  test('while the model is loaded ends the loading', async () => {
    const { open, post, engine } = await startDaemon();
    const ended = new Promise<void>((resolve) => {
      engine.beforeLoad = (signal) => untilAborted(signal).finally(resolve);
    });
    const request = open('POST', '/api/chat', chat('one'));
    await engine.next('loading');
    leave(request);
    await ended;
    engine.beforeLoad = () => {};
    expect(await post('/api/chat', chat('two'))).toMatchObject({ status: 200 });
  });
});

test('a reader that does not keep up holds the engine, not the memory', async () => {
  const { open, engine } = await startDaemon();
  const pieces = 2000;
  // Not all equal, which would be broken off.
  engine.reply = () =>
    Array.from({ length: pieces }, (_, index) => (index % 2 === 0 ? 'x' : 'y').repeat(50_000));
  let made = 0;
  engine.on('piece', () => void (made += 1));
  const request = open('POST', '/api/chat', chat('a', { stream: true }));
  const [response] = await once(request, 'response');
  response.pause();
  let before = -1;
  await vi.waitFor(
    () => {
      const isStill = made === before;
      before = made;
      expect(isStill).toBe(true);
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(made).toBeLessThan(pieces);
  let sizeBytes = 0;
  response.on('data', (bytes: Buffer) => void (sizeBytes += bytes.byteLength));
  response.resume();
  await once(response, 'end');
  expect(made).toBe(pieces);
  expect(sizeBytes).toBeGreaterThan(pieces * 50_000);
});

test('a reader that reads nothing at all is cut off, and the next is answered', async () => {
  const { open, post, engine } = await startDaemon({ readerTimeoutMs: 100 });
  engine.reply = () => Array.from({ length: 2000 }, () => 'x'.repeat(50_000));
  const request = open('POST', '/api/chat', chat('a', { stream: true }));
  const [response] = await once(request, 'response');
  response.pause();
  response.on('error', () => {});
  engine.reply = () => ['b'];
  expect(await post('/api/chat', chat('b'))).toMatchObject({ status: 200 });
  expect(engine.log.filter((line) => line.startsWith('answer'))).toHaveLength(2);
});

test('a daemon that ends breaks off its answers, and closes', async () => {
  const { open, engine, daemon } = await startDaemon();
  engine.beforePiece = (_index, signal) => untilAborted(signal);
  const request = open('POST', '/api/chat', chat('one'));
  request.on('error', () => {});
  await engine.next('answering');
  await daemon.close();
  expect(engine.log).toContain('abort');
  expect(engine.log).toContain('unload talk');
  expect(daemon.server.listening).toBe(false);
});
