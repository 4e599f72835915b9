import { describe, expect, test } from 'vitest';
import {
  errorLine,
  jsonScript,
  layerLine,
  linesScript,
  statusLine,
} from '../../../../../test/support/src/scripted-daemon/index.ts';
import type { Script } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../../scripted.ts';
import { collectProgress } from './collect-progress.ts';

const manifest = statusLine('pulling manifest');
const success = statusLine('success');
const digest = `sha256:${'1ec3124b4810'.padEnd(64, '0')}`;
const half = layerLine(digest, 1000, 500);

async function daemonThatPulls(script?: Script) {
  const daemon = await daemonThatPlays();
  if (script !== undefined) daemon.on('POST /api/pull', script);
  const pulls = () => daemon.requests.filter(({ path }) => path === '/api/pull');
  return { daemon, models: providerOf(daemon).models, pulls };
}

describe('a pull', () => {
  test('is done when the daemon says success, not before', async () => {
    const { daemon, models } = await daemonThatPulls();
    const { items, last, error } = await collectProgress(models.pull(' tiny-chat '));
    expect(error).toBeUndefined();
    expect(items[0]).toEqual({ phase: 'manifest', status: 'pulling manifest' });
    expect(last).toMatchObject({ phase: 'done', status: 'success' });
    expect(last?.completedBytes).toBe(last?.totalBytes);
    expect(daemon.requests[0]?.body).toEqual({ model: 'tiny-chat' });
  });

  test('from a registry without https says so to the daemon', async () => {
    const { daemon, models } = await daemonThatPulls(linesScript(success));
    await collectProgress(models.pull('tiny-chat', { insecure: true }));
    expect(daemon.requests[0]?.body).toEqual({ model: 'tiny-chat', insecure: true });
  });

  test.each(['', '   ', 'two words', 'line\nend', 'control\u0007', 'x'.repeat(600)])(
    'of %j is refused before anything is sent',
    async (name) => {
      const { daemon, models } = await daemonThatPulls();
      const { error } = await collectProgress(models.pull(name));
      expect(error).toMatchObject({ code: 'REQUEST_INVALID' });
      expect(daemon.requests).toEqual([]);
    },
  );

  test('makes what was remembered of the model be asked anew', async () => {
    const { daemon, models } = await daemonThatPulls(linesScript(manifest, success));
    const think = () => outcomeOf(providerOf(daemon).generateMessages(question({ think: true })));
    const shows = () => daemon.requests.filter(({ path }) => path === '/api/show').length;
    await think();
    await think();
    expect(shows()).toBe(1);
    await collectProgress(models.pull('tiny-chat:latest'));
    await think();
    expect(shows()).toBe(2);
  });
});

describe('a pull that fails', () => {
  const dial = (words: string) =>
    `pull model manifest: Get "https://registry.ollama.ai/v2/library/x/manifests/latest": ${words}`;

  test.each([
    ['pull model manifest: file does not exist', 'MODEL_NOT_FOUND', 'not-in-registry'],
    [
      dial('dial tcp: lookup registry.ollama.ai: no such host'),
      'OLLAMA_REQUEST_FAILED',
      'registry-unreachable',
    ],
    [
      dial('dial tcp 127.0.0.1:9: connect: connection refused'),
      'OLLAMA_REQUEST_FAILED',
      'registry-unreachable',
    ],
    [
      'max retries exceeded: Get "https://x/y": net/http: TLS handshake timeout',
      'OLLAMA_REQUEST_FAILED',
      'registry-unreachable',
    ],
    [
      'write /srv/models/blobs/sha256-1: no space left on device',
      'OLLAMA_REQUEST_FAILED',
      'disk-full',
    ],
    [
      'digest mismatch, file must be downloaded again: want a, got b',
      'OLLAMA_REQUEST_FAILED',
      'damaged',
    ],
    [
      'pull model manifest: 412: \n\nThe model you are attempting to pull requires a newer version of Ollama.',
      'OLLAMA_REQUEST_FAILED',
      'daemon-too-old',
    ],
    ['pull model manifest: unauthorized: access denied', 'OLLAMA_UNAUTHORIZED', 'registry-refused'],
    ['insecure protocol http', 'REQUEST_INVALID', 'insecure-registry'],
  ])('with %j is %s, in plain words and with those of the daemon', async (words, code, reason) => {
    const { models } = await daemonThatPulls(linesScript(manifest, errorLine(words)));
    const { items, error } = await collectProgress(models.pull('some-model'));
    expect(items).toHaveLength(1);
    expect(error).toMatchObject({ code, details: { reason, model: 'some-model' } });
    expect(error).toMatchObject({
      message: expect.stringMatching(/^(?!The daemon answered).*Ollama says: /s),
    });
    expect(String(error)).not.toContain('/srv');
  });

  test('in words that nobody knows keeps them', async () => {
    const { models } = await daemonThatPulls(linesScript(errorLine('something quite new')));
    expect((await collectProgress(models.pull('x'))).error).toMatchObject({
      code: 'OLLAMA_REQUEST_FAILED',
      message: expect.stringContaining('something quite new'),
    });
  });

  test('before it began is typed too', async () => {
    const { models } = await daemonThatPulls(jsonScript({ error: 'invalid model name' }, 400));
    expect((await collectProgress(models.pull('-'))).error).toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  test('because the daemon itself wants a sign-in is not about the registry', async () => {
    const refusal = { error: 'unauthorized', signin_url: 'https://ollama.com/connect?x=1' };
    const { models } = await daemonThatPulls(jsonScript(refusal, 401));
    expect((await collectProgress(models.pull('x'))).error).toMatchObject({
      code: 'OLLAMA_UNAUTHORIZED',
      hint: expect.stringContaining('https://ollama.com/connect?x=1'),
    });
  });

  test('without success at its end is truncated, and says what had come', async () => {
    const { models } = await daemonThatPulls(linesScript(manifest, half));
    expect((await collectProgress(models.pull('x'))).error).toMatchObject({
      code: 'OLLAMA_STREAM_TRUNCATED',
      message: expect.stringContaining('without saying that it succeeded'),
      hint: expect.stringContaining('goes on from there'),
      details: { completedBytes: 500, totalBytes: 1000, model: 'x' },
    });
  });

  test.each([
    ['reset', [{ send: manifest + half }, { reset: true as const }]],
    ['cut', [{ send: manifest + half }, { cut: true as const }]],
  ])('because the connection was %s says that a later one goes on', async (_how, script) => {
    const { models } = await daemonThatPulls(script);
    const { items, error } = await collectProgress(models.pull('x'));
    expect(items.at(-1)).toMatchObject({ completedBytes: 500, totalBytes: 1000 });
    expect(error).toMatchObject({
      code: 'OLLAMA_CONNECTION_LOST',
      hint: expect.stringContaining('goes on from there'),
    });
  });

  test.each([
    ['in the middle', [{ send: manifest }, { stall: true as const }]],
    ['before its first byte', [{ waitFor: new Promise(() => {}) }]],
  ])('because nothing came any more %s ends by the idle limit', async (_where, script) => {
    const { models } = await daemonThatPulls(script);
    const { error } = await collectProgress(models.pull('x', { idleTimeoutMs: 50 }));
    expect(error).toMatchObject({
      code: 'OLLAMA_TIMEOUT',
      hint: expect.stringContaining('goes on from there'),
    });
  });

  test('is not ended by the idle limit of answers, which is shorter', async () => {
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { daemon } = await daemonThatPulls([
      { send: manifest },
      { waitFor: gate },
      { send: success },
    ]);
    const { models } = providerOf(daemon, { idleTimeoutMs: 20, firstByteTimeoutMs: 20 });
    const stream = models.pull('x');
    await stream.next();
    // A stall of another pull that has the short limit takes longer than it.
    await collectProgress(models.pull('y', { idleTimeoutMs: 60 }));
    goOn();
    expect((await collectProgress(stream)).last).toMatchObject({ phase: 'done' });
  });
});
