import { describe, expect, test } from 'vitest';
import { layerLine, statusLine } from '../../../../../test/support/src/scripted-daemon/index.ts';
import type { Script } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { ProgressChannel } from '../../../src/ollama/manage/progress-channel.ts';
import { daemonThatPlays, providerOf } from '../../scripted.ts';
import { collectProgress } from './collect-progress.ts';

const manifest = statusLine('pulling manifest');
const success = statusLine('success');
const half = layerLine(`sha256:${'1ec3124b4810'.padEnd(64, '0')}`, 1000, 500);

function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function daemonThatPulls(script: Script) {
  const daemon = await daemonThatPlays();
  daemon.on('POST /api/pull', script);
  const pulls = () => daemon.requests.filter(({ path }) => path === '/api/pull');
  return { daemon, models: providerOf(daemon).models, pulls };
}

describe('the end of a pull by its caller', () => {
  test.each([
    ['before headers', [{ waitFor: new Promise(() => {}) }]],
    ['while it stalls', [{ send: manifest }, { stall: true as const }]],
    ['in endless lines', [{ endless: () => half }]],
  ])('an abort %s is CANCELLED and closes the socket', async (_when, script) => {
    const { daemon, models } = await daemonThatPulls(script);
    const controller = new AbortController();
    const outcome = collectProgress(models.pull('x', { signal: controller.signal }));
    const request = await daemon.nextRequest('/api/pull');
    controller.abort();
    expect((await outcome).error).toMatchObject({ code: 'CANCELLED' });
    expect(await request.closed).toBe('aborted');
  });

  test('an abort before the start sends nothing', async () => {
    const { daemon, models } = await daemonThatPulls([]);
    const { error } = await collectProgress(models.pull('x', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(daemon.requests).toEqual([]);
  });

  test('leaving the loop closes the socket', async () => {
    const { daemon, models } = await daemonThatPulls([{ endless: () => half }]);
    const seen = daemon.nextRequest('/api/pull');
    for await (const { phase } of models.pull('x')) if (phase === 'download') break;
    expect(await (await seen).closed).toBe('aborted');
  });

  test('leaving while an item is waited for closes the socket', async () => {
    const { daemon, models } = await daemonThatPulls([{ send: manifest }, { stall: true }]);
    const seen = daemon.nextRequest('/api/pull');
    const stream = models.pull('x');
    await stream.next();
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await (await seen).closed).toBe('aborted');
  });

  test('nothing is sent before the first item is asked for', async () => {
    const { daemon, models } = await daemonThatPulls([{ send: success }]);
    const stream = models.pull('x');
    await stream.return();
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    expect(daemon.requests).toEqual([]);
  });
});

describe('pulls of one name at the same time', () => {
  test('share one request, and each is told of its end', async () => {
    const { opened, open } = gate();
    const { daemon, pulls } = await daemonThatPulls([
      { send: manifest + half },
      { waitFor: opened },
      { send: success },
    ]);
    // Two providers, as two parts of a program have them.
    const first = providerOf(daemon).models.pull('x');
    await first.next();
    const second = providerOf(daemon).models.pull('x:latest');
    expect(await second.next()).toMatchObject({
      value: { status: expect.stringMatching(/^pulling/) },
    });
    open();
    for (const { last, error } of await Promise.all([
      collectProgress(first),
      collectProgress(second),
    ]))
      expect([last?.phase, error]).toEqual(['done', undefined]);
    expect(pulls()).toHaveLength(1);
  });

  test('who comes later begins with the newest item', async () => {
    const { models } = await daemonThatPulls([{ send: manifest + half }, { stall: true }]);
    const first = models.pull('x');
    await first.next();
    await first.next();
    const second = models.pull('x');
    expect(await second.next()).toMatchObject({
      value: { phase: 'download', completedBytes: 500 },
    });
    await Promise.all([first.return(), second.return()]);
  });

  test('one that leaves lets the other live, and the last one closes the socket', async () => {
    const { daemon, models } = await daemonThatPulls([{ send: manifest }, { stall: true }]);
    const seen = daemon.nextRequest('/api/pull');
    const controller = new AbortController();
    const first = models.pull('x', { signal: controller.signal });
    const second = models.pull('x');
    await Promise.all([first.next(), second.next()]);
    let state: string = 'open';
    const closed = (await seen).closed.then((how) => {
      state = how;
      return how;
    });
    const waiting = second.next();
    controller.abort();
    await expect(first.next()).rejects.toMatchObject({ code: 'CANCELLED' });
    // The daemon answers another question meanwhile: had the socket been closed, it would know by now.
    await providerOf(daemon).status();
    expect(state).toBe('open');
    await second.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await closed).toBe('aborted');
  });

  test('a failure is told to each', async () => {
    const { opened, open } = gate();
    const { models, pulls } = await daemonThatPulls([
      { send: manifest },
      { waitFor: opened },
      { send: '{"error":"pull model manifest: file does not exist"}\n' },
    ]);
    const streams = [models.pull('x'), models.pull('x')];
    await Promise.all(streams.map((stream) => stream.next()));
    open();
    for (const { error } of await Promise.all(streams.map((stream) => collectProgress(stream))))
      expect(error).toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect(pulls()).toHaveLength(1);
  });

  test('another name, or another kind of registry, is another request', async () => {
    const { models, pulls } = await daemonThatPulls([{ send: manifest }, { stall: true }]);
    const streams = [models.pull('x'), models.pull('y'), models.pull('x', { insecure: true })];
    await Promise.all(streams.map((stream) => stream.next()));
    expect(pulls()).toHaveLength(3);
    await Promise.all(streams.map((stream) => stream.return()));
  });

  test('after the end, or after the last one left, a pull is a new request', async () => {
    const { models, pulls } = await daemonThatPulls([{ send: manifest + success }]);
    await collectProgress(models.pull('x'));
    const left = models.pull('x');
    await left.next();
    await left.return();
    await collectProgress(models.pull('x'));
    expect(pulls()).toHaveLength(3);
  });
});

test('a reader that takes its time gets the newest item of each phase', async () => {
  const stream = new ProgressChannel<{ phase: string; count: number }>({
    start: (channel) => {
      for (let count = 1; count <= 5; count += 1) channel.push({ phase: 'download', count });
      for (let count = 1; count <= 3; count += 1) channel.push({ phase: 'verify', count });
      channel.end();
    },
    leave: () => {},
  });
  const { items } = await collectProgress(stream);
  expect(items.map(({ phase, count }) => `${phase} ${count}`)).toEqual([
    'download 1',
    'download 5',
    'verify 3',
  ]);
});
