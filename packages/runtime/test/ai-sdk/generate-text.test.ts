import { createOllama } from '@nodetool-ai/runtime/ai-sdk';
import { generateText } from 'ai';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  chatLine,
  doneLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays } from '../scripted.ts';
import { chatBodies, featuresOf, modelAt } from './sdk-daemon.ts';

const say = (content: string) => linesScript(chatLine({ content }), doneLine());

beforeEach(() => {
  // The SDK prints warnings; the tests read them from the results.
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  return () => vi.unstubAllGlobals();
});

test('an answer comes with its reason, its usage and the figures of the daemon', async () => {
  const daemon = await daemonThatPlays(say('Hello.'));
  const result = await generateText({ model: modelAt(daemon), prompt: 'hi' });
  expect(result.text).toBe('Hello.');
  expect(result.finishReason).toBe('stop');
  expect(result.usage).toMatchObject({
    inputTokens: 22,
    outputTokens: 9,
    outputTokenDetails: { textTokens: 9, reasoningTokens: 0 },
  });
  expect(result.providerMetadata?.['ollama']).toMatchObject({
    totalMs: 261.362739,
    loadMs: 254.472422,
    tokensPerSecond: expect.closeTo(6949.8, 0),
    doneReason: 'stop',
  });
  expect(result.response.modelId).toBe('tiny-chat');
  expect(result.warnings).toEqual([]);
});

test('figures that the daemon leaves out are unknown, not zero', async () => {
  const daemon = await daemonThatPlays([{ send: '{"message":{"content":"a"},"done":true}\n' }]);
  const { usage, finishReason } = await generateText({ model: modelAt(daemon), prompt: 'hi' });
  expect(usage.inputTokens).toBeUndefined();
  expect(usage.outputTokens).toBeUndefined();
  expect(usage.outputTokenDetails.reasoningTokens).toBeUndefined();
  expect(finishReason).toBe('other');
});

test('thinking is apart from the text, and then nobody knows how many tokens it took', async () => {
  const daemon = await daemonThatPlays(
    linesScript(chatLine({ thinking: 'Hm.' }), chatLine({ content: 'Yes.' }), doneLine()),
  );
  const result = await generateText({ model: modelAt(daemon), prompt: 'hi' });
  expect(result.reasoningText).toBe('Hm.');
  expect(result.text).toBe('Yes.');
  expect(result.usage.outputTokenDetails).toEqual({
    textTokens: undefined,
    reasoningTokens: undefined,
  });
});

test('pieces of one kind are one part of the content, in the order in which they came', async () => {
  const daemon = await daemonThatPlays(
    linesScript(
      chatLine({ thinking: 'Hm' }),
      chatLine({ thinking: '.' }),
      chatLine({ content: 'a' }),
      chatLine({ content: 'b' }),
      doneLine(),
    ),
  );
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hi' }] }];
  expect((await modelAt(daemon).doGenerate({ prompt })).content).toEqual([
    { type: 'reasoning', text: 'Hm.' },
    { type: 'text', text: 'ab' },
  ]);
});

test('an answer that was cut off says so', async () => {
  const daemon = await daemonThatPlays(
    linesScript(chatLine({ content: 'a' }), doneLine({ done_reason: 'length' })),
  );
  const result = await generateText({ model: modelAt(daemon), prompt: 'hi' });
  expect([result.finishReason, result.rawFinishReason]).toEqual(['length', 'length']);
});

describe('settings', () => {
  test('all arrive in the options of the daemon', async () => {
    const daemon = await daemonThatPlays(say('a'));
    const { warnings } = await generateText({
      model: modelAt(daemon),
      prompt: 'hi',
      temperature: 0.1,
      topP: 0.2,
      topK: 3,
      seed: 4,
      presencePenalty: 0.5,
      frequencyPenalty: 0.6,
      maxOutputTokens: 7,
      stopSequences: ['END'],
      providerOptions: {
        ollama: {
          minP: 0.8,
          repeatPenalty: 0.9,
          contextLength: 4096,
          keepAlive: '-1',
          think: 'high',
          strictContext: true,
          options: { num_gpu: 0, mirostat: 1 },
        },
      },
    });
    expect(warnings).toEqual([]);
    expect(chatBodies(daemon)).toMatchObject([
      {
        think: 'high',
        keep_alive: -1,
        truncate: false,
        options: {
          temperature: 0.1,
          top_p: 0.2,
          top_k: 3,
          seed: 4,
          presence_penalty: 0.5,
          frequency_penalty: 0.6,
          num_predict: 7,
          stop: ['END'],
          min_p: 0.8,
          repeat_penalty: 0.9,
          num_ctx: 4096,
          num_gpu: 0,
          mirostat: 1,
        },
      },
    ]);
  });

  test('that are not given are not sent', async () => {
    const daemon = await daemonThatPlays(say('a'));
    await generateText({ model: modelAt(daemon), prompt: 'hi' });
    const [body = {}] = chatBodies(daemon);
    expect(body).not.toHaveProperty('think');
    expect(body).not.toHaveProperty('format');
    expect(body).not.toHaveProperty('tools');
    expect(body['options'] ?? {}).not.toHaveProperty('temperature');
  });

  test('that are unknown are told, and wrong ones are refused', async () => {
    const daemon = await daemonThatPlays(say('a'));
    const model = modelAt(daemon);
    const { warnings } = await generateText({
      model,
      prompt: 'hi',
      headers: { 'x-mine': '1' },
      providerOptions: { ollama: { num_ctx: 1, thinking: true }, other: { a: 1 } },
    });
    expect(featuresOf(warnings)).toEqual([
      'providerOptions.ollama.num_ctx',
      'providerOptions.ollama.thinking',
      'the header x-mine of one call',
    ]);
    const refused = generateText({
      model,
      prompt: 'hi',
      providerOptions: { ollama: { think: 'enormous' } },
    });
    await expect(refused).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining('providerOptions.ollama.think'),
    });
    expect(chatBodies(daemon)).toHaveLength(1);
  });

  test.each([
    ['none', false, []],
    ['minimal', 'low', ['compatibility']],
    ['high', 'high', []],
    ['xhigh', 'max', ['compatibility']],
    ['provider-default', undefined, []],
  ] as const)('reasoning %s is sent as think %s', async (reasoning, think, kinds) => {
    const daemon = await daemonThatPlays(say('a'));
    const { warnings } = await generateText({ model: modelAt(daemon), prompt: 'hi', reasoning });
    expect(chatBodies(daemon)[0]?.['think']).toBe(think);
    expect((warnings ?? []).map(({ type }) => type)).toEqual(kinds);
  });

  test('of reasoning are left out for a model that does not think', async () => {
    const daemon = await daemonThatPlays(say('a'));
    const model = modelAt(daemon, 'tiny-loop');
    const { warnings } = await generateText({ model, prompt: 'hi', reasoning: 'high' });
    expect(chatBodies(daemon)[0]).not.toHaveProperty('think');
    expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'reasoning' }]);
    const demanded = generateText({
      model,
      prompt: 'hi',
      providerOptions: { ollama: { think: 'high' } },
    });
    await expect(demanded).rejects.toMatchObject({ code: 'MODEL_LACKS_CAPABILITY' });
  });

  test('of log probabilities give them with the figures', async () => {
    const line = JSON.stringify({
      message: { role: 'assistant', content: 'a' },
      done: false,
      logprobs: [{ token: 'a', logprob: -0.5 }],
    });
    const daemon = await daemonThatPlays(linesScript(`${line}\n`, doneLine()));
    const { providerMetadata } = await generateText({
      model: modelAt(daemon),
      prompt: 'hi',
      providerOptions: { ollama: { logprobs: true } },
    });
    expect(chatBodies(daemon)[0]).toMatchObject({ logprobs: true });
    expect(providerMetadata?.['ollama']?.['logprobs']).toEqual([{ token: 'a', logprob: -0.5 }]);
  });
});

describe('errors', () => {
  test('keep the words of the daemon and their code, and are not tried again', async () => {
    const daemon = await daemonThatPlays(
      jsonScript({ error: 'model requires more system memory (8 GiB) than is available' }, 500),
    );
    const failing = generateText({ model: modelAt(daemon), prompt: 'hi' });
    await expect(failing).rejects.toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      message: expect.stringContaining('8 GiB'),
      hint: expect.any(String),
    });
    expect(chatBodies(daemon)).toHaveLength(1);
  });

  test('of a missing model say how to get it', async () => {
    const daemon = await daemonThatPlays();
    const failing = generateText({ model: modelAt(daemon, 'nobody'), prompt: 'hi' });
    await expect(failing).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  test('of an address that cannot be used are told at once', () => {
    expect(() => createOllama({ baseURL: 'http://user:secret@host' })).toThrow(
      'The baseURL holds a name or password.',
    );
  });

  test('of images that are to be made are told at once', () => {
    expect(() => createOllama().imageModel('a')).toThrow('Ollama makes no images');
  });
});
