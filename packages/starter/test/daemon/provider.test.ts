import { describe, expect, test } from 'vitest';
import { OllamaProvider } from '../../../runtime/src/index.ts';
import type { GenerateRequest } from '../../../runtime/src/index.ts';
import { startDaemon } from './running-daemon.ts';

async function collectAll<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function started() {
  const daemon = await startDaemon();
  const provider = new OllamaProvider({ OLLAMA_API_URL: daemon.url });
  const collect = async (request: GenerateRequest) => {
    const items = await collectAll(provider.generateMessages(request));
    const text = items.map((item) => (item.type === 'chunk' ? item.content : '')).join('');
    return { items, text, last: items.at(-1) };
  };
  return { ...daemon, provider, collect };
}

const ask = (content: string, rest: Partial<GenerateRequest> = {}): GenerateRequest => ({
  model: 'talk:135m',
  messages: [{ role: 'user', content }],
  ...rest,
});
const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);

describe('the provider of Ollama', () => {
  test('takes it for a daemon that is ready', async () => {
    const { provider, url } = await started();
    expect(await provider.status()).toEqual({
      state: 'ready',
      url,
      version: expect.stringContaining('-starter'),
    });
  });

  test('knows of its models what they can do', async () => {
    const { provider, digests } = await started();
    const facts = await provider.listModelFacts();
    expect(facts.find(({ id }) => id === 'talk:135m')).toMatchObject({
      completion: 'yes',
      embedding: 'no',
      vision: 'no',
      contextLength: 8192,
      digest: digests.get('talk:135m'),
      parameterSize: '134.52M',
      quantization: 'Q4_1',
      loaded: 'no',
    });
    expect(facts.find(({ id }) => id === 'vec:latest')).toMatchObject({
      completion: 'no',
      embedding: 'yes',
      dimensions: 8,
    });
    expect(await provider.getModelFacts('talk:135m')).toMatchObject({
      tools: 'no',
      thinking: 'no',
    });
  });

  test('streams its answers, with their figures', async () => {
    const { collect } = await started();
    const { text, last } = await collect(ask('hello big world'));
    expect(text).toBe('hello big world ');
    expect(last).toMatchObject({
      done: true,
      usage: { promptTokens: 3, outputTokens: 3, doneReason: 'stop', contextLength: 4096 },
    });
  });

  test('is told which models there are when one is missing', async () => {
    const { collect } = await started();
    await expect(collect(ask('hi', { model: 'nope' }))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.stringContaining('talk:135m'),
    });
  });

  test('is refused a prompt that is too long where it is strict, with the figures', async () => {
    const { collect } = await started();
    const request = ask('word '.repeat(9000), { strictContext: true, contextLength: 1024 });
    await expect(collect(request)).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { promptTokens: 9000, contextLength: 1024 },
    });
  });

  test('is told what of a long conversation was left out', async () => {
    const { engine, collect } = await started();
    // The words of the prompt are all equal, which as an answer would be broken off.
    engine.reply = () => ['yes'];
    const messages = Array.from({ length: 11 }, (_, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `${'word '.repeat(999)}${index}`,
    }));
    const { last } = await collect({ model: 'talk:135m', messages });
    expect(last).toMatchObject({
      usage: { truncation: { promptTokens: 11_000, keptTokens: 8000, lostTokens: 3000 } },
    });
  });

  test('calls tools by a schema, because no model here does so itself', async () => {
    const { engine, collect } = await started();
    const call = { name: 'get_weather', arguments: { city: 'Paris' } };
    engine.reply = () => [JSON.stringify({ tool_calls: [call] })];
    const tool = {
      name: 'get_weather',
      description: 'Weather in a city',
      inputSchema: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
      },
    };
    const { items } = await collect(ask('Weather?', { tools: [tool], toolChoice: 'required' }));
    expect(items).toContainEqual(
      expect.objectContaining({ name: 'get_weather', args: { city: 'Paris' } }),
    );
    expect(engine.requests[0]?.format).toMatchObject({ type: 'object' });
  });

  test.each([
    [3, 'embed'],
    [70, 'base64'],
  ])('gets the vectors of %i texts by %s', async (count, route) => {
    const { provider } = await started();
    const request = { model: 'vec', text: texts(count) };
    const result = await provider.embed(request);
    expect(result).toMatchObject({ route, dimensions: 8 });
    expect(result.vectors).toHaveLength(count);
    const plain = await provider.embed({ ...request, route: 'embed' });
    expect(result.vectors).toEqual(plain.vectors);
  });

  test('finds the text that is too long', async () => {
    const { provider } = await started();
    const text = texts(5).with(3, 'cat '.repeat(600));
    await expect(provider.embed({ model: 'vec', text })).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { index: 3 },
    });
  });

  test('loads, lists, copies, removes and unloads', async () => {
    const { provider } = await started();
    const { models } = provider;
    expect(await models.load('talk:135m', { contextLength: 1024, keepAlive: -1 })).toMatchObject({
      name: 'talk:135m',
      contextLength: 1024,
      staysForEver: 'yes',
    });
    await models.copy('talk:135m', 'twin:v1');
    expect(await models.unload('twin:v1')).toEqual({ state: 'unloaded' });
    expect(await models.loaded()).toEqual([]);
    await models.delete('twin:v1');
    await expect(provider.getModelFacts('twin:v1')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
  });

  test('is told that a model cannot be pulled', async () => {
    const { provider } = await started();
    await expect(collectAll(provider.models.pull('nope'))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
  });
});
