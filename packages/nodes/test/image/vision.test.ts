import { expect, test } from 'vitest';
import { MemoryAssetStore } from '../memory-asset-store.ts';
import { recordNode } from '../run-node.ts';
import { modelFacts, ScriptedProvider } from '../scripted-provider.ts';
import type { ProviderScript } from '../scripted-provider.ts';

const seeing = modelFacts({ id: 'seeing:latest', vision: 'yes' });
const blind = modelFacts({
  id: 'blind:latest',
  vision: 'no',
  completion: 'yes',
  capabilities: ['completion', 'tools'],
});

async function look(data: Readonly<Record<string, unknown>>, script: ProviderScript = {}) {
  const provider = new ScriptedProvider({ models: [seeing, blind], ...script });
  const assets = new MemoryAssetStore();
  const images = await Promise.all(
    [1, 2].map((byte) => assets.write(new Uint8Array([byte]), 'image/png', 'image')),
  );
  const settings = { provider: 'scripted', model: 'seeing:latest', image: images, ...data };
  const record = await recordNode('nodetool.image.Vision', settings, { provider, assets });
  return { ...record, request: provider.requests[0], images };
}

test('Vision sends the prompt and the bytes of every image', async () => {
  const { request } = await look({ prompt: 'Which is older?', system: 'Be short.' });
  expect(request?.messages).toEqual([
    { role: 'system', content: 'Be short.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Which is older?' },
        { type: 'image_url', image: { data: new Uint8Array([1]), mimeType: 'image/png' } },
        { type: 'image_url', image: { data: new Uint8Array([2]), mimeType: 'image/png' } },
      ],
    },
  ]);
});

test('Vision asks for a description when there is no prompt', async () => {
  const { request } = await look({});
  expect(request?.messages[0]?.content?.[0]).toEqual({
    type: 'text',
    text: 'Describe this image.',
  });
});

test('Vision gives the answer piece by piece', async () => {
  const answer = [
    { type: 'chunk', content: 'A ' },
    { type: 'chunk', content: 'cat', done: true, usage: {} },
  ] as const;
  const { outputs, yields } = await look({}, { answer });
  expect(outputs).toEqual({ text: 'A cat' });
  expect(yields.filter((item) => item.kind === 'delta')).toHaveLength(2);
});

test('Vision never sends an image to a model that cannot see it', async () => {
  const { error, request } = await look({ model: 'blind:latest' });
  expect(error?.code).toBe('MODEL_LACKS_CAPABILITY');
  expect(error?.message).toBe('blind:latest cannot read images (it can do completion, tools).');
  expect(error?.hint).toBe('Installed models that can read images: seeing:latest.');
  expect(request).toBeUndefined();
});

test.each([
  [8, /seeing-7\.$/],
  [10, /seeing-7 and 2 more\.$/],
])('Vision names at most eight of %i models', async (length, hint) => {
  const many = Array.from({ length }, (_, index) =>
    modelFacts({ id: `seeing-${index}`, vision: 'yes' }),
  );
  const { error } = await look({ model: '' }, { models: many });
  expect(error?.code).toBe('MODEL_NOT_CHOSEN');
  expect(error?.hint).toMatch(hint);
});

test('Vision refuses an empty list of images', async () => {
  expect((await look({ image: [] })).error?.code).toBe('NODE_INPUT_MISSING');
});

test('Vision fails when the image is not stored', async () => {
  const lost = {
    type: 'image',
    hash: `sha256:${'0'.repeat(64)}`,
    mimeType: 'image/png',
    sizeBytes: 1,
  };
  expect((await look({ image: lost })).error?.code).toBe('STORAGE_FAILED');
});
