import { describe, expect, test } from 'vitest';
import { providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

/** What every daemon must answer about its models. */
export function describeModels(getDaemon: () => ContractDaemon): void {
  const provider = () => providerOf(getDaemon());

  describe('models', () => {
    test('the status is ready and names the version', async () => {
      expect(await provider().status()).toMatchObject({
        state: 'ready',
        version: expect.stringMatching(/^\d+\.\d+/),
      });
    });

    test('language models are those that answer text, embedding models are not among them', async () => {
      const ids = (await provider().getAvailableLanguageModels()).map((model) => model.id);
      expect(ids).toEqual(
        expect.arrayContaining(['tiny-chat:latest', 'tiny-vision:latest', 'smollm2:135m']),
      );
      expect(ids).not.toContain('tiny-embed:latest');
      expect(ids).not.toContain('all-minilm:latest');
    });

    test('embedding models are those that embed, with their true dimensions', async () => {
      const models = await provider().getAvailableEmbeddingModels();
      const dimensions = Object.fromEntries(models.map((model) => [model.id, model.dimensions]));
      expect(dimensions).toMatchObject({
        'tiny-embed:latest': 48,
        'tiny-embed-32:latest': 32,
        'all-minilm:latest': 384,
      });
      expect(Object.keys(dimensions)).not.toContain('tiny-chat:latest');
    });

    test.each([
      [
        'tiny-chat',
        { completion: 'yes', tools: 'yes', thinking: 'yes', vision: 'no', embedding: 'no' },
      ],
      [
        'tiny-jinja',
        { completion: 'yes', tools: 'yes', thinking: 'yes', vision: 'no', embedding: 'no' },
      ],
      ['tiny-vision', { completion: 'yes', vision: 'yes', embedding: 'no' }],
      ['smollm2:135m', { completion: 'yes', tools: 'no', thinking: 'no', vision: 'no' }],
      ['tiny-embed', { completion: 'no', embedding: 'yes', dimensions: 48, contextLength: 256 }],
      ['all-minilm', { embedding: 'yes', dimensions: 384, contextLength: 512 }],
    ])(
      'the facts of %s are what the daemon says when it is asked about the model',
      async (model, facts) => {
        expect(await provider().getModelFacts(model)).toMatchObject(facts);
      },
    );

    test('a language model has no dimensions', async () => {
      expect((await provider().getModelFacts('tiny-chat')).dimensions).toBeUndefined();
    });

    test('a name without a tag means the latest', async () => {
      expect((await provider().getModelFacts('tiny-chat')).id).toBe('tiny-chat:latest');
      expect(await provider().getContextWindow('tiny-chat')).toBe(8192);
    });

    test('tool support is told apart', async () => {
      expect(await provider().hasToolSupport('tiny-chat')).toBe(true);
      expect(await provider().hasToolSupport('smollm2:135m')).toBe(false);
    });

    test('an unknown model says which are installed and how to pull it', async () => {
      const error = await provider()
        .getModelFacts('no-such-model')
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'MODEL_NOT_FOUND',
        hint: expect.stringContaining('ollama pull no-such-model'),
      });
      expect(error).toMatchObject({ hint: expect.stringContaining('tiny-chat') });
    });

    test('a model is loaded after it answered and not after it was told to leave', async () => {
      // A model with weights of its own: of several names on one file the daemon lists one.
      const { generateMessage, isModelLoaded } = bind(provider());
      await generateMessage({ model: 'tiny-jinja', messages: [{ role: 'user', content: 'hi' }] });
      expect(await isModelLoaded('tiny-jinja')).toBe('yes');
      await generateMessage({
        model: 'tiny-jinja',
        messages: [{ role: 'user', content: 'hi' }],
        keepAlive: 0,
      });
      await expect.poll(() => isModelLoaded('tiny-jinja')).toBe('no');
    });
  });
}

function bind(provider: ReturnType<typeof providerOf>) {
  return {
    generateMessage: provider.generateMessage.bind(provider),
    isModelLoaded: provider.isModelLoaded.bind(provider),
  };
}
