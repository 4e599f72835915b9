import { describe, expect, test } from 'vitest';
import type { ChatTurn } from '../../src/inference/inference-engine.ts';
import type { PromptRoom } from '../../src/inference/prompt-tokens.ts';
import { promptTokens } from '../../src/inference/prompt-tokens.ts';

/** A token is a word; the words of each prompt that was looked at are kept. */
function roomFor(contextTokens: number) {
  const looked: string[] = [];
  const room: PromptRoom = {
    contextTokens,
    promptText: (turns) => turns.map(({ content }) => content).join(' '),
    model: {
      tokens: {
        bos: null,
        eos: null,
        bosString: null,
        eosString: null,
        shouldPrependBosToken: false,
      },
      tokenize: (text: string) => {
        looked.push(text);
        return text.split(' ').map(Number);
      },
    },
  };
  return { room, looked };
}

const conversation = (count: number): readonly ChatTurn[] => [
  { role: 'system', content: '-1' },
  ...Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: String(index),
  })),
];

describe('a conversation that is too long', () => {
  test('keeps as many of the newest turns as fit, with those of the system', () => {
    for (const contextTokens of [3, 4, 7, 20, 40, 42]) {
      const { room } = roomFor(contextTokens);
      const turns = conversation(40);
      const kept = promptTokens({ kind: 'chat', turns }, true, room);
      const count = Math.min(41, contextTokens - 1);
      const newest = Array.from({ length: count - 1 }, (_, index) => 41 - count + index);
      expect(kept).toEqual([-1, ...newest]);
    }
  });

  test('of ten thousand turns is cut in few tries', () => {
    const { room, looked } = roomFor(100);
    const kept = promptTokens({ kind: 'chat', turns: conversation(10_000) }, true, room);
    expect(kept).toHaveLength(99);
    expect(looked.length).toBeLessThan(20);
  });

  test('whose last turn does not fit is refused with the tokens of that', () => {
    const { room } = roomFor(4);
    const turns = [...conversation(10), { role: 'user' as const, content: '1 2 3 4 5 6' }];
    expect(() => promptTokens({ kind: 'chat', turns }, true, room)).toThrow('has 7 tokens');
  });
});
