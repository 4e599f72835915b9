import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import { isRecord } from '@nodetool-ai/graph';
import type { OllamaProvider } from '@nodetool-ai/runtime';
import { describe, expect, test, vi } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { Script } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

/** The bound of an abort, for the caller and for the socket. */
const BOUND_MS = 50;
/** A busy machine may delay one try beyond the bound, not all of them. */
const MOST_TRIES = 10;

const never = { waitFor: new Promise(() => {}) };
const line = chatLine({ content: 'so far' });

/** Resolves when the client has read the status of an answer of the path. */
function headersRead(wanted: string): Promise<void> {
  return new Promise((resolve) => {
    const onHeaders = (message: unknown) => {
      if (!isRecord(message) || !isRecord(message['request'])) return;
      if (message['request']['path'] !== wanted) return;
      unsubscribe('undici:request:headers', onHeaders);
      resolve();
    };
    subscribe('undici:request:headers', onHeaders);
  });
}

type Ask = (provider: OllamaProvider, signal: AbortSignal, onFirst: () => void) => Promise<unknown>;

const answer: Ask = async (provider, signal, onFirst) => {
  const stream = provider.generateMessages(question({ signal }));
  try {
    for await (const _ of stream) onFirst();
    return undefined;
  } catch (error) {
    return error;
  }
};
const vectors: Ask = (provider, signal) =>
  provider
    .embed({ model: 'tiny-embed', text: 'x', route: 'embed', signal })
    .catch((error: unknown) => error);
const facts: Ask = (provider, signal) =>
  provider.getModelFacts('tiny-chat', { signal }).catch((error: unknown) => error);

/** One abort, at the moment that the row names; gives the slower of its two times in milliseconds. */
async function abortOnce(path: string, script: Script, ask: Ask): Promise<number> {
  const daemon = await daemonThatPlays();
  daemon.on(`POST ${path}`, script);
  const controller = new AbortController();
  const seen = daemon.nextRequest(path);
  const isBeforeHeaders = script.includes(never);
  const headers = isBeforeHeaders ? undefined : headersRead(path);
  let tellFirst: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    tellFirst = resolve;
  });
  const outcome = ask(providerOf(daemon), controller.signal, tellFirst);
  const request = await seen;
  await headers;
  if (path === '/api/chat' && !isBeforeHeaders) await first;
  const startMs = performance.now();
  const sinceStart = () => performance.now() - startMs;
  const callerMs = outcome.then(sinceStart);
  const socketMs = request.closed.then(sinceStart);
  controller.abort();
  expect(await outcome).toMatchObject({ code: 'CANCELLED' });
  expect(await request.closed).toBe('aborted');
  return Math.max(await callerMs, await socketMs);
}

async function fastestAbort(path: string, script: Script, ask: Ask): Promise<number> {
  let fastestMs = Infinity;
  for (let tries = 0; tries < MOST_TRIES && fastestMs >= BOUND_MS; tries += 1) {
    fastestMs = Math.min(fastestMs, await abortOnce(path, script, ask));
  }
  return fastestMs;
}

describe('an abort ends the caller and closes the socket within 50 ms', () => {
  const begun = { status: 200, headers: { 'content-type': 'application/json' } };
  const half = '{"embeddings":[[0.1,';

  const rows: readonly (readonly [string, string, Script, Ask])[] = [
    ['an answer before its headers', '/api/chat', [never], answer],
    ['an answer that stalls', '/api/chat', [{ send: line }, { stall: true }], answer],
    ['an endless answer', '/api/chat', [{ endless: () => line }], answer],
    ['vectors before their headers', '/api/embed', [never], vectors],
    ['vectors that stall', '/api/embed', [begun, { send: half }, { stall: true }], vectors],
    ['endless vectors', '/api/embed', [begun, { endless: () => '0.1,' }], vectors],
    ['facts before their headers', '/api/show', [never], facts],
    ['facts that stall', '/api/show', [begun, { send: '{"te' }, { stall: true }], facts],
    ['endless facts', '/api/show', [begun, { endless: () => ' ' }], facts],
  ];

  test.each(rows)('for %s', async (_what, path, script, ask) => {
    expect(await fastestAbort(path, script, ask)).toBeLessThan(BOUND_MS);
  });
});

test('of two answers in progress the aborted one ends, and the other goes on with its text', async () => {
  let goOn: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const rest = chatLine({ content: ', and on' }) + doneLine();
  const daemon = await daemonThatPlays([{ send: line }, { waitFor: gate }, { send: rest }]);
  const provider = providerOf(daemon);
  const controller = new AbortController();
  const seen = daemon.nextRequest('/api/chat');
  const one = provider.generateMessages(question({ signal: controller.signal }));
  await one.next();
  const two = provider.generateMessages(question());
  const before = await two.next();
  controller.abort();
  expect((await outcomeOf(one)).error).toMatchObject({
    code: 'CANCELLED',
    details: { partialText: 'so far' },
  });
  expect(await (await seen).closed).toBe('aborted');
  goOn();
  const after = await outcomeOf(two);
  expect(before.value).toMatchObject({ content: 'so far' });
  expect([after.text, after.error]).toEqual([', and on', undefined]);
});

test('headers may take an hour by default, and nothing is sent twice', async () => {
  let goOn: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const daemon = await daemonThatPlays([{ waitFor: gate }, { send: line + doneLine() }]);
  // undici counts its own limits with the timers of the process, so these pass the hour too.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  try {
    const seen = daemon.nextRequest('/api/chat');
    const outcome = outcomeOf(providerOf(daemon).generateMessages(question()));
    await seen;
    await vi.advanceTimersByTimeAsync(60 * 60 * 1000);
    goOn();
    expect(await outcome).toMatchObject({ text: 'so far', error: undefined });
  } finally {
    vi.useRealTimers();
  }
  expect(daemon.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(1);
});
