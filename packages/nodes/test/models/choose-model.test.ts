import { NodetoolError } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { recordNode } from '../run-node.ts';
import type { Surroundings } from '../run-node.ts';
import { modelFacts, ScriptedProvider } from '../scripted-provider.ts';
import type { ProviderScript } from '../scripted-provider.ts';

const chat = modelFacts({
  id: 'chat:latest',
  completion: 'yes',
  embedding: 'no',
  vision: 'no',
  capabilities: ['completion'],
});
const embedder = modelFacts({
  id: 'embedder:latest',
  completion: 'no',
  embedding: 'yes',
  vision: 'no',
  capabilities: ['embedding'],
});

/** Runs a node that names no model. */
async function withoutModel(
  type: string,
  script: ProviderScript,
  data: Readonly<Record<string, unknown>> = {},
  around: Surroundings = {},
) {
  const provider = new ScriptedProvider({ models: [chat, embedder], ...script });
  const settings = { provider: 'scripted', model: '', ...data };
  const record = await recordNode(type, settings, { provider, ...around });
  const waits = record.yields.flatMap((item) => (item.kind === 'wait' ? [item.model] : []));
  const logs = record.yields.flatMap((item) => (item.kind === 'log' ? [item.message] : []));
  return { ...record, provider, waits, logs };
}

const answer = [{ type: 'chunk', content: 'Hi', done: true, usage: {} }] as const;
const generate = (script: ProviderScript = {}, around: Surroundings = {}) =>
  withoutModel('nodetool.text.Generate', { answer, ...script }, { prompt: 'Hello' }, around);
const embed = (script: ProviderScript = {}) =>
  withoutModel('nodetool.text.Embed', { vectors: [[1, 0]], ...script }, { text: 'a' });

describe('a node that names no model', () => {
  test('takes the only installed one that answers text, and names it', async () => {
    const { provider, waits, logs, error } = await generate();
    expect(error).toBeUndefined();
    expect(provider.requests[0]?.model).toBe('chat:latest');
    expect(waits[0]).toBe('chat:latest');
    expect(logs).toEqual([
      'The model is chat:latest: it is the only installed model that can answer text.',
    ]);
  });

  test('takes the only installed one that makes embeddings, and names it', async () => {
    const { provider, outputs, waits } = await embed();
    expect(provider.embeddingRequests[0]?.model).toBe('embedder:latest');
    expect(outputs['model']).toMatchObject({ id: 'embedder:latest' });
    expect(waits).toEqual(['embedder:latest']);
  });

  test('takes the one of the settings before the only installed one, and says so', async () => {
    const other = { ...chat, id: 'other:latest' };
    const { provider, logs } = await generate(
      { models: [chat, other] },
      { defaultModel: 'other:latest' },
    );
    expect(provider.requests[0]?.model).toBe('other:latest');
    expect(logs[0]).toContain('the settings name it');
  });

  test('never takes one that runs elsewhere', async () => {
    const remote = { ...chat, id: 'large:cloud', remote: true };
    const { provider } = await generate({ models: [chat, remote] });
    expect(provider.requests[0]?.model).toBe('chat:latest');
    const { error } = await generate({ models: [remote] });
    expect(error).toMatchObject({ code: 'MODEL_NOT_CHOSEN' });
    expect(error?.hint).toContain('large:cloud');
  });

  test('takes none where it is not known of another whether it would do', async () => {
    const open = modelFacts({ id: 'open:latest' });
    expect((await generate({ models: [chat, open] })).error?.code).toBe('MODEL_NOT_CHOSEN');
  });

  test('says that the engine is not there when that is what is wrong', async () => {
    const unreachable = new NodetoolError('OLLAMA_UNREACHABLE', 'Nobody is there.', {
      hint: 'Install one.',
    });
    const { error } = await generate({ unreachable });
    expect(error).toMatchObject({ code: 'OLLAMA_UNREACHABLE', hint: 'Install one.' });
  });
});

describe('on the starter engine', () => {
  const version = '0.34.2-starter';
  const image = {
    type: 'image',
    hash: `sha256:${'0'.repeat(64)}`,
    mimeType: 'image/png',
    sizeBytes: 1,
  };

  test.each(['', 'chat:latest'])('vision with the model %j says what to install', async (model) => {
    const { error } = await withoutModel(
      'nodetool.image.Vision',
      { version },
      { model, image: [image] },
    );
    expect(error?.code).toBe(model === '' ? 'MODEL_NOT_CHOSEN' : 'MODEL_LACKS_CAPABILITY');
    expect(error?.hint).toContain('The starter engine has no model that can read images.');
    expect(error?.hint).toContain('ollama pull gemma3');
    expect(error?.action).not.toMatchObject({ kind: 'pull-model' });
  });

  test('a model that was not fetched yet is fetched by the installation', async () => {
    const { error } = await embed({ version, models: [chat] });
    expect(error).toMatchObject({
      code: 'MODEL_NOT_CHOSEN',
      hint: expect.stringContaining('nodetool starter install'),
      action: { kind: 'install-starter' },
    });
  });
});
