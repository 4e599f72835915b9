import { isRecord } from '@nodetool-ai/graph';
import { createDefaultRegistry, OllamaProvider } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, question } from '../scripted.ts';

const png = Buffer.from('89504e470d0a1a0a00000000', 'hex');
const withImage = {
  messages: [{ role: 'user', content: [{ type: 'image_url', image: { data: png } }] }],
} as const;

async function overridden(overrides: Readonly<Record<string, unknown>>) {
  const daemon = await daemonThatPlays();
  const provider = new OllamaProvider({
    OLLAMA_API_URL: daemon.url,
    OLLAMA_MODEL_OVERRIDES: JSON.stringify(overrides),
  });
  const paths = () => daemon.requests.map((request) => request.path);
  return { daemon, provider, paths };
}

describe('what a person says of a model', () => {
  test('wins over what the daemon says, and is shown as such', async () => {
    const { provider } = await overridden({
      'tiny-chat': { tools: 'no', vision: true, contextLength: 1234 },
    });
    expect(await provider.getModelFacts('tiny-chat')).toMatchObject({
      tools: 'no',
      vision: 'yes',
      thinking: 'yes',
      capabilities: ['completion', 'thinking', 'vision'],
      capabilitiesSource: 'override',
      contextLength: 1234,
      overridden: ['tools', 'vision', 'contextLength'],
    });
    expect(await provider.hasToolSupport('tiny-chat')).toBe(false);
    expect(await provider.getContextWindow('tiny-chat')).toBe(1234);
  });

  test('stands in the list as well, and leaves other models alone', async () => {
    const { provider } = await overridden({ 'tiny-j*': { tools: 'no' } });
    const facts = await provider.listModelFacts();
    const named = (id: string) => facts.find((model) => model.id === id);
    expect(named('tiny-jinja:latest')).toMatchObject({
      tools: 'no',
      capabilitiesSource: 'override',
      overridden: ['tools'],
    });
    expect(named('tiny-chat:latest')).toMatchObject({ capabilitiesSource: 'tags' });
    expect(named('tiny-chat:latest')).not.toHaveProperty('overridden');
  });

  test('leaves the source alone where it says nothing of capabilities', async () => {
    const { provider } = await overridden({ 'tiny-chat': { contextLength: 99 } });
    expect(await provider.getModelFacts('tiny-chat')).toMatchObject({
      capabilitiesSource: 'show',
      contextLength: 99,
      overridden: ['contextLength'],
    });
  });

  test('gives the length of vectors, and nobody measures it', async () => {
    const { daemon, provider, paths } = await overridden({
      'tiny-embed': { dimensions: 24, embedding: 'yes' },
    });
    daemon.on('POST /api/show', jsonScript({ capabilities: ['embedding'], model_info: {} }));
    expect(await provider.getModelFacts('tiny-embed')).toMatchObject({
      dimensions: 24,
      dimensionsSource: 'override',
    });
    expect(paths()).not.toContain('/api/embed');
  });

  test('makes the length count that the daemon tells, when it says that a model embeds', async () => {
    const { provider } = await overridden({ 'tiny-chat': { embedding: 'yes' } });
    expect(await provider.getModelFacts('tiny-chat')).toMatchObject({
      embedding: 'yes',
      dimensions: 320,
      dimensionsSource: 'show',
    });
  });

  test('is of one provider: another of the same address hears what the daemon says', async () => {
    const { daemon, provider } = await overridden({ 'tiny-chat': { tools: 'no' } });
    await provider.getModelFacts('tiny-chat');
    const other = new OllamaProvider({ OLLAMA_API_URL: daemon.url });
    expect(await other.getModelFacts('tiny-chat')).toMatchObject({
      tools: 'yes',
      capabilitiesSource: 'show',
    });
  });
});

describe('a request', () => {
  test('is refused, and nobody asked, where the person says that the model cannot', async () => {
    const { provider, paths } = await overridden({ 'tiny-vision': { vision: 'no' } });
    const { error } = await outcomeOf(
      provider.generateMessages(question({ model: 'tiny-vision', ...withImage })),
    );
    expect(error).toMatchObject({
      code: 'MODEL_LACKS_CAPABILITY',
      details: { capability: 'vision', overridden: ['vision'] },
    });
    expect(paths()).toEqual([]);
  });

  test('is sent, and nobody asked, where the person says that the model can', async () => {
    const { daemon, provider, paths } = await overridden({ 'smollm2:135m': { thinking: true } });
    const request = question({ model: 'smollm2:135m', think: true, contextLength: 'leave' });
    await outcomeOf(provider.generateMessages(request));
    expect(daemon.requests.at(-1)?.body).toMatchObject({ think: true });
    expect(paths()).toEqual(['/api/chat']);
  });

  test('asks the daemon for what the person says nothing of', async () => {
    const { provider, paths } = await overridden({ 'smollm2:135m': { vision: 'yes' } });
    const { error } = await outcomeOf(
      provider.generateMessages(question({ model: 'smollm2:135m', think: true, ...withImage })),
    );
    expect(error).toMatchObject({ details: { capability: 'thinking' } });
    expect(paths()).toEqual(['/api/show']);
  });

  test('calls tools by the way that the person says the model knows', async () => {
    const { daemon, provider } = await overridden({
      'tiny-chat': { tools: 'no' },
      'smollm2:135m': { tools: 'yes' },
    });
    const tools = [{ name: 'get_weather' }];
    const sentTo = async (model: string) => {
      await outcomeOf(provider.generateMessages(question({ model, tools })));
      return daemon.requests.find(
        ({ body }) => isRecord(body) && body['model'] === model && 'messages' in body,
      )?.body;
    };
    expect(await sentTo('tiny-chat')).not.toHaveProperty('tools');
    expect(await sentTo('smollm2:135m')).toHaveProperty('tools');
  });

  test('for vectors obeys as well', async () => {
    const { provider, paths } = await overridden({ 'tiny-embed': { embedding: false } });
    const asked = provider.generateEmbedding({ model: 'tiny-embed', text: 'x' });
    await expect(asked).rejects.toMatchObject({ details: { capability: 'embedding' } });
    expect(paths()).toEqual([]);
  });

  test('gets no longer context than the person says the model bears', async () => {
    const { daemon, provider } = await overridden({ 'tiny-chat': { contextLength: 2048 } });
    await outcomeOf(provider.generateMessages(question()));
    expect(daemon.requests.at(-1)?.body).toMatchObject({ options: { num_ctx: 2048 } });
  });
});

describe('the setting', () => {
  test('is read from the secrets, then from the environment, each time a provider is made', async () => {
    const daemon = await daemonThatPlays();
    const environment = {
      OLLAMA_API_URL: daemon.url,
      OLLAMA_MODEL_OVERRIDES: '{"tiny-chat": {"tools": "no"}}',
    };
    const registry = createDefaultRegistry(environment);
    const toolsWith = async (secret?: string) => {
      const getSecret = (name: string) => (name === 'OLLAMA_MODEL_OVERRIDES' ? secret : undefined);
      const provider = await registry.getProvider('ollama', getSecret);
      return (await provider.getModelFacts('tiny-chat')).tools;
    };
    expect(await toolsWith()).toBe('no');
    expect(await toolsWith('{"tiny-chat": {"tools": "unknown"}}')).toBe('unknown');
  });

  test('is refused before anybody is asked, when it is wrong', async () => {
    const registry = createDefaultRegistry({ OLLAMA_MODEL_OVERRIDES: '{"a": {"tools": 1}}' });
    await expect(registry.getProvider('ollama')).rejects.toMatchObject({
      code: 'SETTING_INVALID',
      details: { model: 'a', field: 'tools' },
    });
  });
});
