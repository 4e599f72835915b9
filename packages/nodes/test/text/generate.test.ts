import { NodetoolError } from '@nodetool-ai/graph';
import type { ProviderStreamItem } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { recordNode } from '../run-node.ts';
import { modelFacts, ScriptedProvider } from '../scripted-provider.ts';
import type { ProviderScript } from '../scripted-provider.ts';

const chat = modelFacts({ id: 'chat:latest', completion: 'yes', capabilities: ['completion'] });
const embedder = modelFacts({
  id: 'embedder:latest',
  completion: 'no',
  embedding: 'yes',
  capabilities: ['embedding'],
});
const done = (usage: object = {}): ProviderStreamItem => ({
  type: 'chunk',
  content: '',
  done: true,
  usage,
});
const chunk = (content: string): ProviderStreamItem => ({ type: 'chunk', content });
const thought = (content: string): ProviderStreamItem => ({
  type: 'chunk',
  content,
  thinking: true,
});

async function generate(
  script: ProviderScript,
  data: Readonly<Record<string, unknown>> = {},
  signal = new AbortController().signal,
) {
  const provider = new ScriptedProvider({ models: [chat, embedder], ...script });
  const settings = { provider: 'scripted', model: 'chat:latest', prompt: 'Hello', ...data };
  const record = await recordNode('nodetool.text.Generate', settings, { provider, signal });
  const phases = record.yields.flatMap((item) => (item.kind === 'wait' ? [item.phase] : []));
  const warnings = record.yields.flatMap((item) => (item.kind === 'log' ? [item.message] : []));
  return { ...record, provider, request: provider.requests[0], phases, warnings };
}

describe('the answer', () => {
  test('comes piece by piece, thinking apart from text', async () => {
    const answer = [thought('Hm'), thought('…'), chunk('Hel'), chunk('lo'), done()];
    const { yields, outputs } = await generate({ answer });
    expect(yields.filter((item) => item.kind === 'delta')).toEqual([
      { kind: 'delta', port: 'thinking', text: 'Hm' },
      { kind: 'delta', port: 'thinking', text: '…' },
      { kind: 'delta', port: 'text', text: 'Hel' },
      { kind: 'delta', port: 'text', text: 'lo' },
    ]);
    expect(outputs).toEqual({ thinking: 'Hm…', text: 'Hello' });
  });

  test('keeps text that stands in the last chunk', async () => {
    const last: ProviderStreamItem = { type: 'chunk', content: '!', done: true, usage: {} };
    expect((await generate({ answer: [chunk('Hi'), last] })).outputs['text']).toBe('Hi!');
  });

  test('ends with the usage, which names the model', async () => {
    const answer = [chunk('Hi'), done({ outputTokens: 2, doneReason: 'stop' })];
    const { yields } = await generate({ answer });
    expect(yields.at(-1)).toEqual({
      kind: 'usage',
      usage: { model: 'chat:latest', outputTokens: 2 },
    });
  });

  test('leaves tool calls out', async () => {
    const call = { id: '1', name: 'f', args: {} };
    expect((await generate({ answer: [call, chunk('Hi'), done()] })).outputs).toEqual({
      text: 'Hi',
    });
  });

  test('fails with the error of the provider and its partial text', async () => {
    const lost = new NodetoolError('OLLAMA_CONNECTION_LOST', 'gone', {
      details: { partialText: 'Hel' },
    });
    const { error, outputs } = await generate({ answer: [chunk('Hel'), lost] });
    expect(error).toBe(lost);
    expect(outputs['text']).toBe('Hel');
  });
});

describe('the waiting', () => {
  const answer = [thought('Hm'), thought('…'), chunk('Hi'), chunk('!'), done()];

  test('says that the model is loading when it is not loaded', async () => {
    const { phases } = await generate({ answer, isLoaded: 'no' });
    expect(phases).toEqual(['loading', 'thinking', 'answering']);
  });

  test.each(['yes', 'unknown'] as const)(
    'says that the prompt is read when the answer is %s',
    async (isLoaded) => {
      const { phases } = await generate({ answer, isLoaded });
      expect(phases).toEqual(['reading', 'thinking', 'answering']);
    },
  );

  test('names thinking and answering before their first piece', async () => {
    const { yields } = await generate({ answer });
    const kinds = yields.map((item) => (item.kind === 'wait' ? item.phase : item.kind));
    expect(kinds).toEqual([
      'reading',
      'thinking',
      'delta',
      'delta',
      'answering',
      'delta',
      'delta',
      'usage',
    ]);
  });
});

describe('a cut answer', () => {
  test('is warned about with the limit that was set', async () => {
    const answer = [chunk('Hi'), done({ doneReason: 'length', outputTokens: 64 })];
    const { warnings, error } = await generate({ answer }, { maxTokens: 64 });
    expect(warnings).toEqual([
      'The answer was cut at 64 tokens: maxTokens is 64; raise it for a longer answer.',
    ]);
    expect(error).toBeUndefined();
  });

  test('points to the context when the limit was not reached', async () => {
    const answer = [chunk('Hi'), done({ doneReason: 'length', outputTokens: 64 })];
    const { warnings } = await generate({ answer }, { maxTokens: 65 });
    expect(warnings[0]).toContain('cut at 64 tokens: the context of the model is full');
  });

  test('names no number of tokens that the provider did not give', async () => {
    const answer = [chunk('Hi'), done({ doneReason: 'length' })];
    expect((await generate({ answer })).warnings[0]).toMatch(/^The answer was cut: /);
  });

  test('says so when there was only thinking', async () => {
    const answer = [thought('Hm'), done({ doneReason: 'length', outputTokens: 1 })];
    const { warnings } = await generate({ answer }, { maxTokens: 1 });
    expect(warnings[0]).toContain('before the model had thought to the end');
  });
});

describe('a prompt that did not fit', () => {
  test('is said with how much of it was lost', async () => {
    const truncation = { promptTokens: 7520, keptTokens: 2050, lostTokens: 5470 };
    const { warnings, outputs } = await generate({ answer: [chunk('Hi'), done({ truncation })] });
    expect(warnings).toEqual([expect.stringMatching(/^5470 of the 7520 tokens of the prompt/)]);
    expect(outputs['text']).toBe('Hi');
  });

  test('is said without figures that nobody told', async () => {
    const { warnings } = await generate({ answer: [chunk('Hi'), done({ truncation: {} })] });
    expect(warnings).toEqual([expect.stringMatching(/^A part of the prompt did not fit/)]);
  });

  test('is said when the answer pushed its beginning out', async () => {
    const { warnings } = await generate({ answer: [chunk('Hi'), done({ contextShifted: true })] });
    expect(warnings).toEqual([expect.stringContaining('forgot the beginning')]);
  });
});

describe('the request', () => {
  test('holds nothing that was not set', async () => {
    const { request } = await generate({});
    expect(Object.keys(request ?? {}).toSorted()).toEqual([
      'messages',
      'model',
      'signal',
      'strictContext',
    ]);
    expect(request?.messages).toEqual([{ role: 'user', content: 'Hello' }]);
  });

  test('holds every setting that was given', async () => {
    const settings = {
      temperature: 0,
      topP: 0.9,
      topK: 40,
      minP: 0.05,
      seed: 0,
      maxTokens: 10,
      stop: ['END'],
      presencePenalty: -1,
      frequencyPenalty: 1,
      repeatPenalty: 1.1,
      keepAlive: '1h30m',
      contextLength: 8192,
      strictContext: true,
      format: { type: 'object', properties: { name: { type: 'string' } } },
    };
    const { request } = await generate({}, settings);
    expect(request).toMatchObject(settings);
  });

  test.each([
    ['default', undefined],
    ['off', false],
    ['on', true],
    ['high', 'high'],
  ])('writes think %s as %s', async (think, expected) => {
    expect((await generate({}, { think })).request?.think).toBe(expected);
  });

  test('leaves an empty keep-alive to the provider', async () => {
    expect((await generate({}, { keepAlive: '' })).request).not.toHaveProperty('keepAlive');
  });

  test('asks for JSON only when it is wanted', async () => {
    expect((await generate({}, { format: 'json' })).request?.format).toBe('json');
    expect((await generate({}, { format: 'text' })).request).not.toHaveProperty('format');
  });

  test('puts the instruction first and leaves an empty one out', async () => {
    const { request } = await generate({}, { system: 'Be short.' });
    expect(request?.messages[0]).toEqual({ role: 'system', content: 'Be short.' });
    expect((await generate({}, { system: ' ' })).request?.messages).toHaveLength(1);
  });

  test('takes the model as one object too, whose provider wins', async () => {
    const model = {
      type: 'language_model',
      provider: 'scripted',
      id: 'chat:latest',
      name: 'Chat',
    };
    const { request } = await generate({}, { model, provider: 'other' });
    expect(request?.model).toBe('chat:latest');
  });
});

describe('the model', () => {
  test('must be chosen where several could be meant, and those that answer text are named', async () => {
    const other = { ...chat, id: 'other:latest' };
    const { error, request } = await generate({ models: [chat, other, embedder] }, { model: '' });
    expect(error).toMatchObject({ code: 'MODEL_NOT_CHOSEN', action: { kind: 'choose-model' } });
    expect(error?.hint).toBe('Installed models that can answer text: chat:latest, other:latest.');
    expect(request).toBeUndefined();
  });

  test('must be chosen also when nobody can be asked', async () => {
    const { error } = await generate({ unreachable: new Error('down') }, { model: '' });
    expect(error).toMatchObject({ code: 'MODEL_NOT_CHOSEN' });
    expect(error?.hint).not.toContain('Installed');
  });

  test('must be chosen also when the provider does not exist here', async () => {
    const { error } = await generate({}, { model: '', provider: 'elsewhere' });
    expect(error?.code).toBe('MODEL_NOT_CHOSEN');
  });

  test('can be pulled when there is none', async () => {
    const { error } = await generate({ models: [embedder] }, { model: '' });
    expect(error?.hint).toContain('ollama pull llama3.2');
    expect(error?.action).toEqual({ kind: 'pull-model', subject: 'llama3.2' });
  });

  test('is not said to be missing while that is not known', async () => {
    const open = modelFacts({ id: 'old:latest' });
    const { error } = await generate({ models: [open] }, { model: '' });
    expect(error?.hint).not.toContain('No installed model');
  });

  test('must be able to answer text', async () => {
    const { error, provider } = await generate({}, { model: 'embedder:latest' });
    expect(error?.code).toBe('MODEL_LACKS_CAPABILITY');
    expect(error?.message).toBe('embedder:latest cannot answer text (it can do embedding).');
    expect(error?.hint).toContain('chat:latest');
    expect(provider.requests).toHaveLength(0);
  });

  test('must be installed', async () => {
    const { error } = await generate({}, { model: 'absent' });
    expect(error?.code).toBe('MODEL_NOT_FOUND');
  });

  test('is asked all the same when its facts cannot be had', async () => {
    const { outputs } = await generate({
      unreachable: new Error('busy'),
      answer: [chunk('Hi'), done()],
    });
    expect(outputs['text']).toBe('Hi');
  });

  test('needs a provider that exists', async () => {
    const { error } = await generate({}, { provider: 'elsewhere' });
    expect(error?.code).toBe('PROVIDER_NOT_AVAILABLE');
  });
});

test.each(['', 'chat:latest'])(
  'stops when it is cancelled while models are asked for (%o)',
  async (model) => {
    const signal = AbortSignal.abort(new Error('stopped'));
    const script = { unreachable: new Error('aborted') };
    await expect(generate(script, { model }, signal)).rejects.toThrow('stopped');
  },
);

test.each([
  { temperature: 2.1 },
  { topP: -0.1 },
  { seed: 1.5 },
  { maxTokens: 0 },
  { keepAlive: 'soon' },
  { stop: [''] },
  { think: 'deeply' },
  { format: 'yaml' },
])('%o is refused before anything is asked', async (data) => {
  await expect(generate({}, data)).rejects.toThrow(Object.keys(data)[0]);
});
