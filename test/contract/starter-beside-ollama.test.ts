import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StarterEngine } from '@nodetool-ai/starter';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { providedStarter } from '../../packages/starter/test/provided-starter.ts';
import { cosine, providerOf } from './contract-daemon.ts';
import { SENTENCE_TRIPLES } from './sentence-triples.ts';
import { makeStarterFolder } from './starter-models.ts';

const ollama = inject('testDaemon');
const temporary = mkdtempSync(join(tmpdir(), 'nodetool-starter-'));
const MODEL = 'all-minilm';

let starter: StarterEngine;
let url: string;

beforeAll(async () => {
  const folder = await makeStarterFolder(temporary, await providedStarter());
  starter = new StarterEngine({
    folder: folder.root,
    environment: { ...process.env, NODETOOL_STARTER_THREADS: '1' },
  });
  url = await starter.url();
});

afterAll(async () => {
  await starter?.close();
  rmSync(temporary, { recursive: true, force: true });
});

const embed = (address: string, text: readonly string[]) =>
  providerOf({ url: address }).generateEmbedding({ model: MODEL, text });

test('each of forty sentences is nearer to its related one than to the unrelated one', async () => {
  const vectors = await embed(url, SENTENCE_TRIPLES.flat());
  expect(vectors).toHaveLength(120);
  const wrong = SENTENCE_TRIPLES.filter((_, index) => {
    const [sentence = [], related = [], unrelated = []] = vectors.slice(index * 3, index * 3 + 3);
    return cosine(sentence, related) <= cosine(sentence, unrelated);
  });
  expect(wrong).toEqual([]);
});

describe('beside a real Ollama with the same file', () => {
  const texts = [
    ...SENTENCE_TRIPLES.slice(0, 10).flat(),
    '',
    ' ',
    'größer 中文 👍',
    'UPPER and lower',
    'a word '.repeat(160),
  ];

  test('the vectors are the same', async (context) => {
    if ('unavailableReason' in ollama) return context.skip(ollama.unavailableReason);
    const [ours, theirs] = await Promise.all([embed(url, texts), embed(ollama.url, texts)]);
    for (const [index, vector] of ours.entries())
      expect(cosine(vector, theirs[index] ?? []), texts[index]).toBeGreaterThanOrEqual(0.9999);
  });

  test('the tokens are counted the same', async (context) => {
    if ('unavailableReason' in ollama) return context.skip(ollama.unavailableReason);
    const countAt = async (address: string) =>
      (await providerOf({ url: address }).embed({ model: MODEL, text: texts })).usage.promptTokens;
    expect(await countAt(url)).toBe(await countAt(ollama.url));
  });
});
