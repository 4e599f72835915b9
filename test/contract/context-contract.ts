import type { GenerateRequest } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { ask, collect, providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

const paths = ['tiny-chat', 'tiny-jinja'];

/** A conversation of ten messages, about 10,000 tokens in all: a token is a byte for the tiny models. */
const longConversation = Array.from({ length: 11 }, (_, index) => ({
  role: index % 2 === 0 ? 'user' : 'assistant',
  content: 'a'.repeat(1000) + String(index),
})) as GenerateRequest['messages'];

/** What every daemon must do with the context, on both ways that it has to a model. */
export function describeContext(getDaemon: () => ContractDaemon): void {
  const provider = () => providerOf(getDaemon());
  const usageOf = async (request: GenerateRequest) => {
    const { items } = await collect(provider().generateMessages(request));
    const last = items.at(-1);
    return last?.type === 'chunk' ? last.usage : undefined;
  };

  describe.each(paths)('the context of %s', (model) => {
    test('is the smallest bucket for a short prompt, and said', async () => {
      expect(await usageOf(ask(model, 'hi', { think: false }))).toMatchObject({
        contextLength: expect.toSatisfy((length: number) => length >= 4096),
      });
    });

    test('is made larger for a prompt that is longer than was thought, and nothing is lost', async () => {
      const usage = await usageOf(ask(model, 'a'.repeat(5000), { think: false }));
      expect(usage).toMatchObject({ contextLength: 8192 });
      expect(usage).not.toHaveProperty('truncation');
    });

    test('is never made smaller while the model is loaded', async () => {
      await usageOf(ask(model, 'hi', { think: false, contextLength: 8192 }));
      expect(await usageOf(ask(model, 'hi', { think: false }))).toMatchObject({
        contextLength: 8192,
      });
      const loaded = await provider().getModelFacts(model);
      expect(loaded.loadedContextLength).toBe(8192);
    });

    test('of which old messages had to be left out says how much was lost', async () => {
      const usage = await usageOf({ model, messages: longConversation, think: false });
      const { promptTokens = 0, keptTokens = 0, lostTokens = 0 } = usage?.truncation ?? {};
      expect(promptTokens).toBeGreaterThan(10_000);
      expect(keptTokens).toBeLessThanOrEqual(8192);
      expect(keptTokens + lostTokens).toBe(promptTokens);
    });

    test('strictly, nothing is left out', async () => {
      const request = { model, messages: longConversation, strictContext: true };
      await expect(usageOf(request)).rejects.toMatchObject({
        code: 'CONTEXT_OVERFLOW',
        details: { promptTokens: expect.any(Number), contextLength: 8192 },
      });
    });

    test('is left to the daemon when asked so', async () => {
      const usage = await usageOf(ask(model, 'hi', { think: false, contextLength: 'leave' }));
      expect(usage).toBeDefined();
      expect(usage).not.toHaveProperty('contextLength');
    });
  });

  test('one message that is too long loses a part, and it is said how much', async () => {
    const usage = await usageOf(ask('tiny-chat', 'a'.repeat(9000), { think: false }));
    const { promptTokens = 0, keptTokens = 0, lostTokens = 0 } = usage?.truncation ?? {};
    expect(promptTokens).toBeGreaterThan(9000);
    expect(lostTokens).toBeGreaterThan(800);
    expect(keptTokens + lostTokens).toBe(promptTokens);
  });

  test('one message that is too long is refused where the engine renders it', async () => {
    await expect(usageOf(ask('tiny-jinja', 'a'.repeat(9000)))).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { promptTokens: expect.any(Number), contextLength: 8192 },
    });
  });

  test('an answer that outgrows the context says so', async () => {
    const request = ask('tiny-loop', 'go', { contextLength: 256, maxTokens: 600 });
    expect(await usageOf(request)).toMatchObject({ contextShifted: true });
  });

  test('the probabilities of the tokens come with the chunks when asked for', async () => {
    const request = ask('tiny-chat', 'hi', { think: false, logprobs: true, topLogprobs: 2 });
    const { items } = await collect(provider().generateMessages(request));
    const [first] = items;
    expect(first).toMatchObject({
      content: 'Direct',
      logprobs: [{ token: 'Direct', logprob: expect.any(Number), top: expect.any(Array) }],
    });
  });
}
