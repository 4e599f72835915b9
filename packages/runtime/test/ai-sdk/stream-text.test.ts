import { streamText } from 'ai';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  errorLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays } from '../scripted.ts';
import { modelAt } from './sdk-daemon.ts';

const call = {
  id: 'call_daemon_1',
  function: { index: 0, name: 'get_weather', arguments: { city: 'Paris' } },
};

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** The parts of the model itself, in the words of the specification. */
async function partsOf(lines: readonly string[]) {
  const daemon = await daemonThatPlays(linesScript(...lines));
  const { stream } = await modelAt(daemon).doStream({
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
  });
  return all(stream);
}

test('the parts come in the order of the specification', async () => {
  const parts = await partsOf([
    chatLine({ thinking: 'Let me' }),
    chatLine({ thinking: ' see.' }),
    chatLine({ content: 'I look.' }),
    chatLine({ tool_calls: [call] }),
    chatLine({ content: 'Done' }),
    doneLine(),
  ]);
  expect(parts).toEqual([
    { type: 'stream-start', warnings: [] },
    { type: 'reasoning-start', id: '1' },
    { type: 'reasoning-delta', id: '1', delta: 'Let me' },
    { type: 'reasoning-delta', id: '1', delta: ' see.' },
    { type: 'reasoning-end', id: '1' },
    { type: 'text-start', id: '2' },
    { type: 'text-delta', id: '2', delta: 'I look.' },
    { type: 'text-end', id: '2' },
    { type: 'tool-input-start', id: 'call_daemon_1', toolName: 'get_weather' },
    { type: 'tool-input-delta', id: 'call_daemon_1', delta: '{"city":"Paris"}' },
    { type: 'tool-input-end', id: 'call_daemon_1' },
    {
      type: 'tool-call',
      toolCallId: 'call_daemon_1',
      toolName: 'get_weather',
      input: '{"city":"Paris"}',
    },
    { type: 'text-start', id: '3' },
    { type: 'text-delta', id: '3', delta: 'Done' },
    { type: 'text-end', id: '3' },
    { type: 'response-metadata', modelId: 'tiny-chat' },
    {
      type: 'finish',
      finishReason: { unified: 'tool-calls', raw: 'stop' },
      usage: expect.objectContaining({
        inputTokens: expect.objectContaining({ total: 22 }),
        outputTokens: { total: 9, text: undefined, reasoning: undefined },
        raw: expect.objectContaining({ doneReason: 'stop' }),
      }),
      providerMetadata: { ollama: expect.objectContaining({ totalMs: 261.362739 }) },
    },
  ]);
});

test('of an answer with thinking nobody knows how many tokens it took', async () => {
  const parts = await partsOf([
    chatLine({ thinking: 'Hm.' }),
    chatLine({ content: 'Yes.' }),
    doneLine(),
  ]);
  expect(parts.at(-1)).toMatchObject({
    usage: { outputTokens: { total: 9, text: undefined, reasoning: undefined } },
  });
});

test('an answer without a word has a beginning and an end', async () => {
  const types = (await partsOf([doneLine()])).map(({ type }) => type);
  expect(types).toEqual(['stream-start', 'response-metadata', 'finish']);
});

test('textStream and fullStream give the text as it comes', async () => {
  const daemon = await daemonThatPlays(
    linesScript(chatLine({ content: 'Grü' }), chatLine({ content: 'ße' }), doneLine()),
  );
  const model = modelAt(daemon);
  expect(await all(streamText({ model, prompt: 'hi' }).textStream)).toEqual(['Grü', 'ße']);
  const result = streamText({ model, prompt: 'hi' });
  const parts = await all(result.fullStream);
  expect(parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : []))).toEqual([
    'Grü',
    'ße',
  ]);
  expect(await result.finishReason).toBe('stop');
  expect((await result.usage).outputTokens).toBe(9);
  expect((await result.providerMetadata)?.['ollama']).toMatchObject({ loadMs: 254.472422 });
});

test('the text comes before the answer has ended', async () => {
  let goOn = (): void => {};
  const waitFor = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const daemon = await daemonThatPlays([
    { send: chatLine({ content: 'early' }) },
    { waitFor },
    { send: chatLine({ content: ' late' }) + doneLine() },
  ]);
  const texts: string[] = [];
  for await (const text of streamText({ model: modelAt(daemon), prompt: 'hi' }).textStream) {
    texts.push(text);
    goOn();
  }
  expect(texts).toEqual(['early', ' late']);
});

describe('an error', () => {
  test('in the middle is a part behind the text so far, with its code', async () => {
    const daemon = await daemonThatPlays(
      linesScript(chatLine({ content: 'so far' }), errorLine('the runner has terminated')),
    );
    const errors: unknown[] = [];
    const result = streamText({
      model: modelAt(daemon),
      prompt: 'hi',
      onError: ({ error }) => void errors.push(error),
    });
    const parts = await all(result.fullStream);
    const types = parts.map(({ type }) => type);
    expect(types.indexOf('error')).toBeGreaterThan(types.indexOf('text-end'));
    expect(parts.find((part) => part.type === 'error')).toMatchObject({
      error: { details: { partialText: 'so far' } },
    });
    expect(errors).toMatchObject([{ name: 'NodetoolError' }]);
    expect(await result.finishReason).toBe('error');
  });

  test('of an answer that ends too early is one too', async () => {
    const parts = await partsOf([chatLine({ content: 'cut' })]);
    expect(parts.slice(-3)).toMatchObject([
      { type: 'text-end' },
      { type: 'error', error: { code: 'OLLAMA_STREAM_TRUNCATED' } },
      { type: 'finish', finishReason: { unified: 'error', raw: undefined } },
    ]);
  });

  test('before the answer is told once, and not tried again', async () => {
    const daemon = await daemonThatPlays(jsonScript({ error: 'no space left' }, 500));
    const errors: unknown[] = [];
    const result = streamText({
      model: modelAt(daemon),
      prompt: 'hi',
      onError: ({ error }) => void errors.push(error),
    });
    expect(await all(result.textStream)).toEqual([]);
    expect(errors).toMatchObject([{ message: expect.stringContaining('no space left') }]);
    expect(daemon.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(1);
  });
});

describe('the socket is closed', () => {
  const endless = [{ endless: () => chatLine({ content: 'more ' }) }] as const;

  test('when the caller aborts while an endless answer is read', async () => {
    const daemon = await daemonThatPlays(endless);
    const asked = daemon.nextRequest('/api/chat');
    const controller = new AbortController();
    const result = streamText({
      model: modelAt(daemon),
      prompt: 'hi',
      abortSignal: controller.signal,
    });
    const types: string[] = [];
    for await (const part of result.fullStream) {
      types.push(part.type);
      if (part.type === 'text-delta') controller.abort();
    }
    expect(types.at(-1)).toBe('abort');
    expect(types).not.toContain('error');
    expect(await (await asked).closed).toBe('aborted');
  });

  test('when the caller aborts before the answer begins', async () => {
    const daemon = await daemonThatPlays([{ stall: true }]);
    const asked = daemon.nextRequest('/api/chat');
    const controller = new AbortController();
    const model = modelAt(daemon);
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hi' }] }];
    const opening = model.doStream({ prompt, abortSignal: controller.signal });
    const request = await asked;
    controller.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(await request.closed).toBe('aborted');
  });

  test('when the model itself is aborted, and the stream ends with the reason as with fetch', async () => {
    const daemon = await daemonThatPlays(endless);
    const asked = daemon.nextRequest('/api/chat');
    const controller = new AbortController();
    const { stream } = await modelAt(daemon).doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      abortSignal: controller.signal,
    });
    const reading = (async () => {
      for await (const part of stream) if (part.type === 'text-delta') controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(await (await asked).closed).toBe('aborted');
  });

  test('when the reader leaves the stream', async () => {
    const daemon = await daemonThatPlays(endless);
    const asked = daemon.nextRequest('/api/chat');
    const { stream } = await modelAt(daemon).doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    });
    for await (const part of stream) if (part.type === 'text-delta') break;
    expect(await (await asked).closed).toBe('aborted');
  });

  test('when an answer that is waited for is aborted', async () => {
    const daemon = await daemonThatPlays([{ send: chatLine({ content: 'a' }) }, { stall: true }]);
    const asked = daemon.nextRequest('/api/chat');
    const controller = new AbortController();
    const reason = new Error('Stop it.');
    const answer = modelAt(daemon).doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      abortSignal: controller.signal,
    });
    const request = await asked;
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(await request.closed).toBe('aborted');
  });
});
