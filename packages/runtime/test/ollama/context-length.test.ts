import type { GenerateRequest } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What was asked of the daemon by each chat, in order. */
function chats(daemon: ScriptedDaemon) {
  return daemon.requests
    .filter((request) => request.path === '/api/chat')
    .map(({ body }) => {
      const fields = isRecord(body) ? body : {};
      const options = isRecord(fields['options']) ? fields['options'] : {};
      return { contextLength: options['num_ctx'], truncate: fields['truncate'] };
    });
}

async function usageOf(daemon: ScriptedDaemon, rest: Partial<GenerateRequest>) {
  const { items, error } = await outcomeOf(providerOf(daemon).generateMessages(question(rest)));
  const last = items.at(-1);
  return { error, usage: last?.type === 'chunk' ? last.usage : undefined };
}

const words = (count: number) => [{ role: 'user', content: 'word '.repeat(count) }] as const;
const overflow = jsonScript({ error: 'the input length exceeds the context length' }, 400);
const answer = (rest = {}) => linesScript(chatLine({ content: 'a' }), doneLine(rest));
const shownWith = (contextLength: number, rest = {}) =>
  jsonScript({
    capabilities: ['completion'],
    details: {},
    model_info: { 'general.architecture': 'llama', 'llama.context_length': contextLength },
    ...rest,
  });

describe('the context that is asked for', () => {
  test.each([
    [1, 4096],
    [1200, 4096],
    [1500, 8192],
    [15_000, 32_768],
    [100_000, 131_072],
  ])('holds a prompt of %i words and room for an answer', async (count, expected) => {
    const daemon = await daemonThatPlays(answer());
    daemon.on('POST /api/show', shownWith(131_072));
    await usageOf(daemon, { messages: words(count) });
    expect(chats(daemon)).toEqual([{ contextLength: expected, truncate: false }]);
  });

  test('holds the tokens that the caller wants of the answer', async () => {
    const daemon = await daemonThatPlays(answer());
    daemon.on('POST /api/show', shownWith(131_072));
    await usageOf(daemon, { maxTokens: 10_000 });
    expect(chats(daemon)).toEqual([{ contextLength: 16_384, truncate: false }]);
  });

  test('is never longer than the model was trained for', async () => {
    const daemon = await daemonThatPlays(answer());
    daemon.on('POST /api/show', shownWith(2048));
    await usageOf(daemon, {});
    expect(chats(daemon)).toEqual([{ contextLength: 2048, truncate: false }]);
  });

  test('is what another program loaded the model with, if that is more', async () => {
    const daemon = await daemonThatPlays(answer());
    daemon.on('POST /api/show', shownWith(131_072));
    const models = [{ name: 'tiny-chat:latest', context_length: 20_000 }];
    daemon.on('GET /api/ps', jsonScript({ models }));
    await usageOf(daemon, {});
    expect(chats(daemon)).toEqual([{ contextLength: 20_000, truncate: false }]);
  });

  test('stays as long as it was for the next, shorter prompt', async () => {
    const daemon = await daemonThatPlays(answer());
    daemon.on('POST /api/show', shownWith(131_072));
    daemon.on('GET /api/ps', jsonScript({ error: 'odd' }, 500));
    await usageOf(daemon, { messages: words(5000) });
    await usageOf(daemon, {});
    expect(chats(daemon).map((chat) => chat.contextLength)).toEqual([16_384, 16_384]);
  });

  test.each([
    ['a model of the cloud', shownWith(131_072, { remote_host: 'https://ollama.com' })],
    ['a model whose length nobody knows', jsonScript({ details: {}, model_info: {} })],
    ['a daemon that fails at the question', jsonScript({ error: 'odd' }, 500)],
  ])('is left to the daemon for %s', async (_name, script) => {
    const daemon = await daemonThatPlays(answer());
    daemon.on('POST /api/show', script);
    await usageOf(daemon, {});
    expect(chats(daemon)).toEqual([{ contextLength: undefined, truncate: false }]);
  });

  test('is the one of the options where the caller sets it there', async () => {
    const daemon = await daemonThatPlays(answer());
    await usageOf(daemon, { options: { num_ctx: 1234 } });
    expect(chats(daemon)).toEqual([{ contextLength: 1234, truncate: false }]);
  });

  test.each([0, -1, 1.5, Number.NaN])('is refused when it is %s', async (contextLength) => {
    const daemon = await daemonThatPlays();
    const { error } = await usageOf(daemon, { contextLength });
    expect(error).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(daemon.requests).toEqual([]);
  });
});

describe('a prompt that does not fit', () => {
  test('is never cut without a word, also by a daemon that tells no lengths', async () => {
    const daemon = await daemonThatPlays(answer({ prompt_eval_count: 4000 }));
    daemon.on('POST /api/show', shownWith(8192));
    daemon.once('POST /api/chat', overflow);
    daemon.once('POST /api/chat', overflow);
    const { usage } = await usageOf(daemon, {});
    expect(chats(daemon)).toEqual([
      { contextLength: 4096, truncate: false },
      { contextLength: 8192, truncate: false },
      { contextLength: 8192, truncate: undefined },
    ]);
    expect(usage?.truncation).toEqual({ keptTokens: 4000 });
  });

  test('is said to be cut by an old daemon that cuts although it must not', async () => {
    const daemon = await daemonThatPlays(answer({ prompt_eval_count: 4096 }));
    const { usage } = await usageOf(daemon, { contextLength: 4096 });
    expect(usage?.truncation).toEqual({ keptTokens: 4096 });
  });

  test('strictly, is refused at once, and not sent again', async () => {
    const daemon = await daemonThatPlays(overflow);
    const { error } = await usageOf(daemon, { contextLength: 4096, strictContext: true });
    expect(error).toMatchObject({ code: 'CONTEXT_OVERFLOW' });
    expect(chats(daemon)).toHaveLength(1);
  });

  test('is refused when the daemon cannot cut it', async () => {
    const daemon = await daemonThatPlays(overflow);
    const { error } = await usageOf(daemon, { contextLength: 4096 });
    expect(error).toMatchObject({ code: 'CONTEXT_OVERFLOW' });
    expect(chats(daemon).map((chat) => chat.truncate)).toEqual([false, undefined]);
  });
});

describe('the time for a whole answer', () => {
  test('ends an answer that goes on, with the text so far', async () => {
    const daemon = await daemonThatPlays([
      { send: chatLine({ content: 'so far' }) },
      { stall: true },
    ]);
    const seen = daemon.nextRequest('/api/chat');
    const { error } = await usageOf(daemon, { timeoutMs: 1500 });
    expect(error).toMatchObject({
      code: 'OLLAMA_TIMEOUT',
      message: expect.stringContaining('not complete after'),
      details: { partialText: 'so far' },
    });
    expect(await (await seen).closed).toBe('aborted');
  });
});
