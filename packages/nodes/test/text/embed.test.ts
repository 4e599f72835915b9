import { resolvePorts } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { declaration } from '../../src/text/embed/declare.ts';
import { recordNode } from '../run-node.ts';
import { modelFacts, ScriptedProvider } from '../scripted-provider.ts';
import type { ProviderScript } from '../scripted-provider.ts';

const embedder = modelFacts({
  id: 'embedder:latest',
  digest: 'abc',
  embedding: 'yes',
  dimensions: 3,
  dimensionsSource: 'show',
});
const chat = modelFacts({ id: 'chat:latest', embedding: 'no', completion: 'yes' });

async function embed(script: ProviderScript, data: Readonly<Record<string, unknown>>) {
  const provider = new ScriptedProvider({ models: [embedder, chat], ...script });
  const settings = { provider: 'scripted', model: 'embedder:latest', ...data };
  const record = await recordNode('nodetool.text.Embed', settings, { provider });
  return { ...record, provider };
}

describe('Embed', () => {
  test('gives a vector for each text, the first one apart, and what made them', async () => {
    const vectors = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const { outputs } = await embed({ vectors }, { text: ['a', 'b'] });
    expect(outputs).toEqual({
      embeddings: vectors,
      embedding: [1, 0, 0],
      model: {
        provider: 'scripted',
        id: 'embedder:latest',
        digest: 'abc',
        dimensions: 3,
        dimensionsSource: 'show',
      },
    });
  });

  test('takes one text as a list of one', async () => {
    const { provider } = await embed({ vectors: [[1, 0, 0]] }, { text: 'a' });
    expect(provider.embeddingRequests[0]).toMatchObject({ text: ['a'], model: 'embedder:latest' });
  });

  test('says the length that the vectors have, and no source when the facts say another', async () => {
    const { outputs, provider } = await embed(
      { vectors: [[1, 0]] },
      { text: 'a', dimensions: 2, keepAlive: 60 },
    );
    expect(provider.embeddingRequests[0]).toMatchObject({ dimensions: 2, keepAlive: 60 });
    expect(outputs['model']).toEqual({
      provider: 'scripted',
      id: 'embedder:latest',
      digest: 'abc',
      dimensions: 2,
    });
  });

  test('waits for the model first', async () => {
    const { yields } = await embed({ vectors: [[1, 0, 0]], isLoaded: 'no' }, { text: 'a' });
    expect(yields[0]).toEqual({ kind: 'wait', phase: 'loading', model: 'embedder:latest' });
  });

  test('refuses a model that makes no embeddings and names one that does', async () => {
    const { error, provider } = await embed({}, { text: 'a', model: 'chat:latest' });
    expect(error?.code).toBe('MODEL_LACKS_CAPABILITY');
    expect(error?.hint).toBe('Installed models that can make embeddings: embedder:latest.');
    expect(provider.embeddingRequests).toHaveLength(0);
  });

  test('tries a model of which nothing is known', async () => {
    const old = modelFacts({ id: 'old:latest' });
    const { outputs } = await embed(
      { models: [old], vectors: [[1]] },
      { text: 'a', model: 'old:latest' },
    );
    expect(outputs['model']).toEqual({ provider: 'scripted', id: 'old:latest', dimensions: 1 });
  });

  test('refuses an empty list', async () => {
    const { error } = await embed({}, { text: [] });
    expect(error?.code).toBe('NODE_INPUT_MISSING');
  });

  test('refuses another number of vectors than of texts', async () => {
    const { error } = await embed({ vectors: [[1, 0, 0]] }, { text: ['a', 'b'] });
    expect(error).toMatchObject({
      code: 'EMBEDDING_INVALID',
      message: 'embedder:latest gave 1 vectors for 2 texts.',
    });
  });
});

const portsWith = (data: Readonly<Record<string, unknown>>, ...known: readonly ModelFacts[]) =>
  resolvePorts(declaration, data, (provider, id) =>
    known.find((facts) => facts.provider === provider && facts.id === id),
  ).outputs['embedding']?.type;

describe('the ports of Embed', () => {
  const data = { provider: 'scripted', model: 'embedder:latest' };

  test('say the model, its digest and the length once they are known', () => {
    expect(portsWith(data, embedder)).toEqual({
      kind: 'embedding',
      model: 'embedder:latest',
      digest: 'abc',
      dimensions: 3,
    });
  });

  test('say the shortened length', () => {
    expect(portsWith({ ...data, dimensions: 2 }, embedder)).toMatchObject({ dimensions: 2 });
  });

  test.each([
    ['the model is not known', data, []],
    ['no model is chosen', { provider: 'scripted', model: '' }, [embedder]],
    ['the setting is not one', { provider: 'scripted', model: 7 }, [embedder]],
    ['the model makes no embeddings', { ...data, model: 'chat:latest' }, [chat]],
  ])('say nothing when %s', (_case, wrong, known) => {
    expect(portsWith(wrong, ...known)).toEqual({ kind: 'embedding' });
  });
});
