import { describe, expect, test } from 'vitest';
import { evaluateOptions } from '../../src/inference/evaluate-options.ts';

const optionsOf = (repeat_last_n: number) =>
  evaluateOptions(
    { repeat_penalty: 1.1, repeat_last_n },
    { grammarState: undefined, lastTokens: () => [], contextTokens: 512 },
  );

describe('how far back a repetition counts', () => {
  test.each([
    [64, 64],
    [12.7, 12],
    [-1, 512],
    [2_000_000_000, 512],
    [1e300, 512],
  ])('repeat_last_n %d is %d tokens, never more than the context', (given, tokens) => {
    expect(optionsOf(given)).toMatchObject({ repeatPenalty: { maxPunishTokens: tokens } });
  });

  test('repeat_last_n 0 is none', () => {
    expect(optionsOf(0)).not.toHaveProperty('repeatPenalty');
  });
});
