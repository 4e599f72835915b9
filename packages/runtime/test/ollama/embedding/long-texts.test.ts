import { assert, nat, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { cutText } from '../../../src/ollama/embedding/cut-text.ts';
import { answering, inputOf, longText, request, texts, tooLong } from './embedding-daemon.ts';

describe('a text that is too long', () => {
  const text = texts(40).with(35, longText);

  test('is refused by its place, though the daemon does not say which it was', async () => {
    const { provider, embeds } = await answering();
    await expect(provider.embed({ ...request, text })).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      message: expect.stringMatching(/^Text 36 of 40 is longer .* tiny-embed\. Ollama says: /),
      details: {
        index: 35,
        firstText: 33,
        lastText: 40,
        model: 'tiny-embed',
        daemonMessage: 'the input length exceeds the context length',
      },
    });
    // Two batches, and each half on the way to it and before it.
    expect(embeds().length).toBeLessThanOrEqual(2 + 6);
    for (const { body } of embeds()) expect(body).toMatchObject({ truncate: false });
  });

  test('is named as such when it is the only one', async () => {
    const { provider, embeds } = await answering();
    await expect(provider.embed({ ...request, text: longText })).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      message: expect.stringMatching(/^The text is longer/),
      hint: expect.stringContaining('cut'),
      details: { index: 0 },
    });
    expect(embeds()).toHaveLength(1);
  });

  test('is cut to about as long a beginning as fits when that is wanted, and it is told', async () => {
    const { provider } = await answering();
    const asked = { ...request, onTooLong: 'cut', text } as const;
    const { vectors, cut, requests } = await provider.embed(asked);
    const fitting = 254 * 'cat '.length;
    expect(cut).toEqual([
      { index: 35, keptCharacters: expect.any(Number), originalCharacters: longText.length },
    ]);
    const kept = cut[0]?.keptCharacters ?? 0;
    expect(kept).toBeLessThanOrEqual(fitting);
    expect(kept).toBeGreaterThan(fitting * 0.96);
    expect(requests).toBeLessThan(20);
    const alone = await provider.embed({ ...request, text: longText.slice(0, kept) });
    expect(vectors[35]).toEqual(alone.vectors[0]);
    expect(alone.cut).toEqual([]);
    const others = await provider.embed({ ...request, text: 'text 36' });
    expect(vectors[36]).toEqual(others.vectors[0]);
  });

  test('is cut among others that are too long, and all are told in order', async () => {
    const { provider } = await answering();
    const asked = { ...request, onTooLong: 'cut', batchSize: 2 } as const;
    const { cut } = await provider.embed({
      ...asked,
      text: [longText, 'a', 'b', longText, longText],
    });
    expect(cut.map(({ index }) => index)).toEqual([0, 3, 4]);
  });

  test('is told in its place also when others were cut before it', async () => {
    const { daemon, provider } = await answering();
    // Then the first one is halved many times before any of it fits.
    daemon.on('POST /api/show', jsonScript({ capabilities: ['embedding'] }));
    const others = ['cat dog '.repeat(100_000), 'a '.repeat(260)];
    const { cut } = await provider.embed({
      ...request,
      text: others,
      onTooLong: 'cut',
      batchSize: 1,
    });
    expect(cut.map(({ index }) => index)).toEqual([0, 1]);
  });

  test('is cut for plain numbers too', async () => {
    const { provider } = await answering();
    const vectors = await provider.generateEmbedding({
      ...request,
      text: longText,
      onTooLong: 'cut',
    });
    expect(vectors.map((vector) => vector.length)).toEqual([48]);
  });

  test('is given up when nothing of it fits, after at most 17 requests', async () => {
    const { daemon, provider, embeds } = await answering();
    daemon.on('POST /api/show', jsonScript({ capabilities: ['embedding'] }));
    daemon.on('POST /api/embed', tooLong);
    await expect(
      provider.embed({ ...request, text: 'x'.repeat(2_000_000), onTooLong: 'cut' }),
    ).rejects.toMatchObject({ code: 'CONTEXT_OVERFLOW', details: { index: 0 } });
    const sizes = embeds().map((seen) => inputOf(seen)[0]?.length ?? 0);
    expect(sizes).toHaveLength(17);
    expect(sizes.slice(0, 3)).toEqual([2_000_000, 1_000_000, 500_000]);
  });

  test('is first tried at a length that the context may hold, where that is known', async () => {
    const { daemon, provider, embeds } = await answering();
    daemon.on('POST /api/embed', tooLong);
    const asked = { ...request, text: 'x'.repeat(2_000_000), onTooLong: 'cut' } as const;
    await expect(provider.embed(asked)).rejects.toMatchObject({ code: 'CONTEXT_OVERFLOW' });
    expect(inputOf(embeds()[1] ?? { body: undefined })[0]).toHaveLength(6 * 256);
  });

  test('is refused by a context that the caller made small', async () => {
    const { provider } = await answering();
    const asked = { ...request, text: 'one two three four', options: { num_ctx: 5 } };
    await expect(provider.embed(asked)).rejects.toMatchObject({ code: 'CONTEXT_OVERFLOW' });
    const { cut, requests } = await provider.embed({ ...asked, onTooLong: 'cut' });
    expect(cut[0]?.keptCharacters).toBe('one two three'.length);
    // The whole text, three that come nearer, and nothing twice.
    expect(requests).toBe(4);
  });
});

describe('the beginning of a text', () => {
  const cases = tuple(string({ unit: 'grapheme', maxLength: 200 }), nat(200));

  test('is a beginning, is not too long, and has no half character', () => {
    assert(
      property(cases, ([text, most]) => {
        const kept = cutText(text, most);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept).not.toMatch(/\p{Surrogate}/u);
        // At most a half of a character and an eighth, for the sake of a word.
        expect(kept.length).toBeGreaterThanOrEqual(
          Math.min(text.length, Math.floor(most * (7 / 8)) - 1),
        );
      }),
    );
  });

  test.each([
    ['ends before the space', 'one two three four five', 18, 'one two three four'],
    ['goes back to a space that is near', 'one two three four five', 20, 'one two three four'],
    ['does not go back far', 'one two threefourfive', 20, 'one two threefourfiv'],
    ['cuts a word without spaces', 'x'.repeat(100), 50, 'x'.repeat(50)],
    ['leaves a pair whole', '👍👍👍', 3, '👍'],
    ['is the text when it fits', 'one', 3, 'one'],
    ['is the text when it fits easily', `${'x'.repeat(39)} y`, 44, `${'x'.repeat(39)} y`],
    ['may be nothing', '👍', 1, ''],
  ])('%s', (_what, text, most, expected) => {
    expect(cutText(text, most)).toBe(expected);
  });
});
