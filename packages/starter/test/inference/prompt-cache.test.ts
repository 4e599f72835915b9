import { expect, test } from 'vitest';
import type { LlamaSequence } from '../../src/inference/llama-binding.ts';
import { PromptCache } from '../../src/inference/prompt-cache.ts';

/** A sequence that keeps its tokens in a list, and tells how many it read at a time. */
class ListedSequence implements LlamaSequence {
  readonly needsCheckpoints: boolean;
  readonly reads: number[] = [];
  onRead = (): void => {};
  tokens: number[] = [];

  constructor(needsCheckpoints = false) {
    this.needsCheckpoints = needsCheckpoints;
  }

  get nextTokenIndex(): number {
    return this.tokens.length;
  }

  async eraseContextTokenRanges(
    ranges: readonly { readonly start: number; readonly end: number }[],
  ): Promise<void> {
    for (const { start, end } of ranges) this.tokens.splice(start, end - start);
  }

  async clearHistory(): Promise<void> {
    this.tokens = [];
  }

  async evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void> {
    this.tokens.push(...tokens);
    this.reads.push(tokens.length);
    this.onRead();
  }

  evaluateWithMetadata(): never {
    throw new Error('a prompt is read, nothing is answered');
  }
}

const never = new AbortController().signal;
const prompt = (length: number, change = length) =>
  Array.from({ length }, (_, index) => (index < change ? index : -index));

test('a prompt is read in chunks, and its end is left for the answer', async () => {
  const sequence = new ListedSequence();
  expect(await new PromptCache(sequence).read(prompt(150), never)).toEqual(prompt(150).slice(128));
  expect(sequence.reads).toEqual([64, 64]);
});

test.each([
  ['the same prompt reads nothing again', prompt(150), []],
  ['a longer prompt reads on from the last whole chunk', prompt(200), [64]],
  ['a prompt that differs in its second chunk reads that again', prompt(150, 100), [64]],
  ['another prompt reads all of its own', prompt(150, 0), [64, 64]],
  ['a prompt that ends with a chunk leaves that chunk for the answer', prompt(128), []],
])('%s', async (_name, next, reads) => {
  const sequence = new ListedSequence();
  const cache = new PromptCache(sequence);
  const rest = await cache.read(prompt(150), never);
  // The answer follows, and is no part of the next prompt.
  sequence.tokens.push(...rest, 7, 7, 7);
  sequence.reads.length = 0;
  const left = await cache.read(next, never);
  expect(sequence.reads).toEqual(reads);
  expect(left.length).toBeGreaterThan(0);
  expect([...sequence.tokens, ...left]).toEqual(next);
});

test.each([
  ['another prompt with the same beginning reads all but that', prompt(20, 3), [], 17],
  ['a long one too', prompt(150, 3), [64, 64], 19],
  ['one that begins otherwise has no such beginning', prompt(70, 2), [64], 6],
])('of a beginning that most prompts share: %s', async (_name, next, reads, left) => {
  const sequence = new ListedSequence();
  const cache = new PromptCache(sequence, prompt(3));
  sequence.tokens.push(...(await cache.read(prompt(150), never)));
  expect(sequence.reads).toEqual([3, 64, 64]);
  sequence.reads.length = 0;
  const rest = await cache.read(next, never);
  expect(sequence.reads).toEqual(reads);
  expect(rest).toHaveLength(left);
  expect([...sequence.tokens, ...rest]).toEqual(next);
});

test('a beginning that is the whole prompt leaves a token for the answer', async () => {
  const sequence = new ListedSequence();
  const cache = new PromptCache(sequence, prompt(3));
  for (let round = 0; round < 2; round += 1) {
    expect(await cache.read(prompt(3), never)).toEqual(prompt(3));
    expect(sequence.tokens).toEqual([]);
  }
});

test('what is forgotten, or cannot be set back, is read again', async () => {
  for (const sequence of [new ListedSequence(), new ListedSequence(true)]) {
    const cache = new PromptCache(sequence);
    await cache.read(prompt(150), never);
    if (!sequence.needsCheckpoints) cache.forget();
    await cache.read(prompt(150), never);
    expect(sequence.reads).toEqual([64, 64, 64, 64]);
    expect(sequence.tokens).toEqual(prompt(128));
  }
});

test('an abort ends the reading with the chunk that is being read', async () => {
  const sequence = new ListedSequence();
  const controller = new AbortController();
  const reason = new Error('the person left');
  sequence.onRead = () => controller.abort(reason);
  await expect(new PromptCache(sequence).read(prompt(1000), controller.signal)).rejects.toBe(
    reason,
  );
  expect(sequence.reads).toEqual([64]);
});
