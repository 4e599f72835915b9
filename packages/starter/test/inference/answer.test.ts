import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PromptTooLong } from '../../src/inference/inference-engine.ts';
import type { ChatTurn, LoadedModel } from '../../src/inference/inference-engine.ts';
import { ask, loadModel, missing, requestOf } from './use-model.ts';

const FRANCE = 'What is the capital of France?';
const turn = (role: ChatTurn['role'], content: string): ChatTurn => ({ role, content });
const chat = (...turns: readonly ChatTurn[]) => ({ prompt: { kind: 'chat', turns } }) as const;

describe.skipIf(missing !== undefined)(`answers of a real model ${missing ?? ''}`, () => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await loadModel('chatFile', 512);
  });
  afterAll(() => model.unload());

  test('an answer comes in pieces, ends by itself, and its tokens are counted', async () => {
    const { text, pieces, end } = await ask(model, { user: FRANCE });
    expect(text).toContain('Paris');
    expect(pieces.length).toBeGreaterThan(3);
    expect(end.reason).toBe('stop');
    // One more than the pieces: the token that ends the answer.
    expect(end.answerTokens).toBe(pieces.length + 1);
    // As Ollama reads it: ChatML without a system turn of the template's own.
    expect(end.promptTokens).toBe(16);
    expect(end.promptMs).toBeGreaterThan(0);
    expect(end.answerMs).toBeGreaterThan(0);
  });

  test('the same request gives the same answer, whatever was read before', async () => {
    const long = { user: `${'The fox runs away from the dog. '.repeat(18)} Why?` };
    const first = await ask(model, long);
    await ask(model, { user: `${'The fox runs away from the dog. '.repeat(15)} Where?` });
    const second = await ask(model, long);
    expect(second.text).toBe(first.text);
    expect(second.end.promptTokens).toBe(first.end.promptTokens);
    expect(first.text).not.toBe('');
  });

  test('a seed repeats an answer at a high temperature, another seed changes it', async () => {
    const of = (seed: number) =>
      ask(model, { user: 'Tell a story.', options: { temperature: 1.5, seed } });
    const [one, again, other] = [await of(7), await of(7), await of(8)];
    expect(again.text).toBe(one.text);
    expect(other.text).not.toBe(one.text);
  });

  test('a stop text ends the answer before it, across tokens, and is never shown', async () => {
    const free = (await ask(model, { user: FRANCE })).text;
    const stop = free.slice(6, 14);
    const { text, pieces, end } = await ask(model, { user: FRANCE, options: { stop: [stop] } });
    expect(text).toBe(free.slice(0, 6));
    expect(pieces.every((piece) => piece.text !== '')).toBe(true);
    expect(end.reason).toBe('stop');
  });

  test('what only began as a stop text is shown', async () => {
    const free = (await ask(model, { user: FRANCE })).text;
    const { text } = await ask(model, { user: FRANCE, options: { stop: [`${free.slice(4)}#`] } });
    expect(text).toBe(free);
  });

  test('num_predict ends an answer with length after as many tokens', async () => {
    const { end, pieces } = await ask(model, {
      user: 'Write a long story.',
      options: { num_predict: 5 },
    });
    expect(end).toMatchObject({ reason: 'length', answerTokens: 5 });
    expect(pieces).toHaveLength(5);
  });

  test('of a conversation too long the oldest turns go, system and last stay', async () => {
    const filler = 'one two three four five six seven eight nine ten '.repeat(50);
    const turns = [
      turn('system', 'Answer with one word.'),
      turn('user', filler),
      turn('assistant', filler),
      turn('user', FRANCE),
    ];
    const kept = await ask(
      model,
      chat(turn('system', 'Answer with one word.'), turn('user', FRANCE)),
    );
    const cut = await ask(model, chat(...turns));
    expect(cut.end.promptTokens).toBe(kept.end.promptTokens);
    expect(cut.text).toBe(kept.text);
    await expect(ask(model, { ...chat(...turns), truncate: false })).rejects.toMatchObject({
      name: 'PromptTooLong',
      contextTokens: 512,
    });
  });

  test('a last turn that is too long by itself is refused with its figures', async () => {
    const refused = ask(model, { user: 'word '.repeat(600) });
    await expect(refused).rejects.toBeInstanceOf(PromptTooLong);
    await expect(refused).rejects.toMatchObject({ contextTokens: 512 });
    await expect(refused).rejects.toThrow(/the prompt has 6\d\d tokens/);
  });

  test('logprobs come with the text they are of', async () => {
    const { pieces } = await ask(model, { user: FRANCE, topLogprobs: 2 });
    const logprobs = pieces.flatMap((piece) => piece.logprobs ?? []);
    expect(logprobs.map(({ token }) => token).join('')).toBe(
      pieces.map(({ text }) => text).join(''),
    );
    for (const { token, logprob, top } of logprobs) {
      // At temperature 0 the likeliest is the one that was chosen.
      expect(top).toHaveLength(2);
      expect(top[0]).toEqual({ token, logprob });
      expect(logprob).toBeLessThanOrEqual(0);
      expect(top[1]?.logprob).toBeLessThanOrEqual(logprob);
    }
  });

  test('a full context ends the answer with length', async () => {
    const small = await loadModel('chatFile', 64);
    const options = { num_predict: -1 };
    const { end } = await ask(small, { user: 'Write a very long story about a fox.', options });
    expect(end.reason).toBe('length');
    expect(end.promptTokens + end.answerTokens).toBe(64);
    const shifted = { user: 'Write a very long story about a fox.', options: { num_predict: 50 } };
    expect((await ask(small, shifted)).end).toMatchObject({ reason: 'length', answerTokens: 50 });
    const unshifted = await ask(small, { ...shifted, shift: false });
    expect(unshifted.end.promptTokens + unshifted.end.answerTokens).toBe(64);
    expect(unshifted.end.reason).toBe('length');
    await small.unload();
  });

  test('an abort ends the answer at the next token, and the model still answers', async () => {
    const controller = new AbortController();
    const answer = model.answer(
      requestOf({
        user: 'Write a long story.',
        signal: controller.signal,
        options: { num_predict: 400 },
      }),
    );
    expect((await answer.next()).done).toBe(false);
    const reason = new Error('the person left');
    controller.abort(reason);
    await expect(answer.next()).rejects.toBe(reason);
    expect((await ask(model, { user: FRANCE })).text).toContain('Paris');
  });

  test('an abort ends the reading of a prompt, and the model still answers', async () => {
    const controller = new AbortController();
    const prompt = { user: 'The fox runs away from the dog. '.repeat(55) };
    const answer = model.answer(requestOf({ ...prompt, signal: controller.signal }));
    const first = answer.next();
    const reason = new Error('the person left');
    controller.abort(reason);
    await expect(first).rejects.toBe(reason);
    expect((await ask(model, { user: FRANCE })).text).toContain('Paris');
  });

  test('who stops listening ends the answer, and the model still answers', async () => {
    for await (const piece of model.answer(requestOf({ user: FRANCE }))) {
      expect(piece.text).not.toBe('');
      break;
    }
    expect((await ask(model, { user: FRANCE })).text).toContain('Paris');
  });
});
