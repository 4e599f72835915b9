import { replayProvider } from '@nodetool-ai/runtime';
import { createOllama } from '@nodetool-ai/runtime/ai-sdk';
import { createProviderRegistry, embed, embedMany, generateText } from 'ai';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { recorded } from '../cassette/temporary-tape.ts';
import { daemonThatPlays, providerOf } from '../scripted.ts';

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  return () => vi.unstubAllGlobals();
});

describe('vectors', () => {
  test('of one text are those of the provider', async () => {
    const daemon = await daemonThatPlays();
    const model = createOllama({ baseURL: daemon.url }).embeddingModel('tiny-embed');
    const { embedding, usage, providerMetadata } = await embed({ model, value: 'one' });
    const request = { model: 'tiny-embed', text: 'one' };
    expect(embedding).toEqual(
      Array.from((await providerOf(daemon).embed(request)).vectors[0] ?? []),
    );
    expect(embedding).toHaveLength(48);
    // Its one word, and a beginning and an end.
    expect(usage.tokens).toBe(3);
    expect(providerMetadata?.['ollama']).toMatchObject({ route: 'embed', requests: 1 });
  });

  test('of many texts come in their order, in batches of the provider', async () => {
    const daemon = await daemonThatPlays();
    const model = createOllama({ baseURL: daemon.url }).textEmbeddingModel('tiny-embed');
    const values = Array.from({ length: 40 }, (_, index) => `text ${index}`);
    const { embeddings } = await embedMany({
      model,
      values,
      providerOptions: { ollama: { keepAlive: 60, dimensions: 8, batchSize: 20 } },
    });
    expect(embeddings).toHaveLength(40);
    expect(embeddings.every((vector) => vector.length === 8)).toBe(true);
    const bodies = daemon.requests.filter(({ path }) => path === '/api/embed');
    expect(bodies).toHaveLength(2);
    expect(bodies[0]?.body).toMatchObject({ keep_alive: 60, dimensions: 8, truncate: false });
    const last = await embed({
      model,
      value: 'text 39',
      providerOptions: { ollama: { dimensions: 8 } },
    });
    expect(embeddings[39]).toEqual(last.embedding);
  });

  test('that cannot be made are an error of ours', async () => {
    const daemon = await daemonThatPlays();
    const model = createOllama({ baseURL: daemon.url }).embeddingModel('tiny-chat');
    const failing = embed({ model, value: 'a' });
    await expect(failing).rejects.toMatchObject({ code: 'MODEL_LACKS_CAPABILITY' });
  });

  test('with unknown options are made, and the option is told', async () => {
    const daemon = await daemonThatPlays();
    const model = createOllama({ baseURL: daemon.url }).embeddingModel('tiny-embed');
    const providerOptions = { ollama: { truncate: true } };
    const { warnings } = await embed({ model, value: 'a', providerOptions });
    expect(warnings).toMatchObject([{ feature: 'providerOptions.ollama.truncate' }]);
  });

  test('are not made any more after an abort, and the socket is closed', async () => {
    const daemon = await daemonThatPlays();
    daemon.on('POST /api/embed', [{ stall: true }]);
    const asked = daemon.nextRequest('/api/embed');
    const controller = new AbortController();
    const model = createOllama({ baseURL: daemon.url }).embeddingModel('tiny-embed');
    const answer = embed({ model, value: 'a', abortSignal: controller.signal });
    const request = await asked;
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(await request.closed).toBe('aborted');
  });
});

describe('the provider', () => {
  test('takes any provider of ours, such as one that replays', async () => {
    const daemon = await daemonThatPlays();
    const model = 'tiny-chat';
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      await generateText({ model: createOllama({ provider: recorder })(model), prompt: 'hi' });
    });
    await daemon.stop();
    const provider = replayProvider(cassette, { repeat: true });
    const { text } = await generateText({ model: createOllama({ provider })(model), prompt: 'hi' });
    expect(text).toBe('The answer is 42.');
  });

  test('reads its address from the environment when a model is asked', async () => {
    const daemon = await daemonThatPlays();
    const ollama = createOllama();
    vi.stubEnv('OLLAMA_API_URL', daemon.url);
    try {
      const { text } = await generateText({ model: ollama('tiny-chat'), prompt: 'hi' });
      expect(text).toBe('The answer is 42.');
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('can be put into a registry of the SDK', async () => {
    const daemon = await daemonThatPlays();
    const registry = createProviderRegistry({ ollama: createOllama({ baseURL: daemon.url }) });
    const model = registry.languageModel('ollama:tiny-chat');
    expect((await generateText({ model, prompt: 'hi' })).text).toBe('The answer is 42.');
    const vectors = registry.embeddingModel('ollama:tiny-embed');
    expect((await embed({ model: vectors, value: 'a' })).embedding).toHaveLength(48);
  });
});
