import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { play } from '../scripted.ts';

/** Answers of real daemons, byte for byte as they came. */
const recorded = (name: string) =>
  readFileSync(new URL(`recorded/${name}.ndjson`, import.meta.url), 'utf8');

const weather = { name: 'get_weather', args: { city: 'Paris' } };

describe('an answer recorded from a real daemon', () => {
  test.each([
    ['thinking-rendered', 'The answer is 42.', 'Let me think briefly.\n', []],
    ['thinking-native', 'The answer is 42.', 'Let me think briefly.\n', []],
    ['thinking-off', 'Direct answer.', '', []],
    ['after-tool-result', 'It is sunny in Paris.', '', []],
    ['tool-call-rendered-0.24', '', '', [{ id: 'call_awk2rt0y', ...weather }]],
    ['tool-call-rendered-0.32', '', '', [{ id: 'call_jhvrnpnq', ...weather }]],
    ['tool-call-native', '', '', [{ id: '5Nh8fPC3hx7MkapPpj1LYZxj6Z1rcIDb', ...weather }]],
    ['logprobs', 'Direct answer.', '', []],
    ['schema', '{\n"a"\n:0\n}', '', []],
    ['image', 'I see an image.', '', []],
  ] as const)('%s is read as it was meant', async (name, text, thinking, calls) => {
    const outcome = await play([{ send: recorded(name) }]);
    expect(outcome.error).toBeUndefined();
    expect(outcome).toMatchObject({ text, thinking, calls });
    const done = outcome.items.filter((item) => item.type === 'chunk' && item.done === true);
    expect(done).toEqual([outcome.items.at(-1)]);
  });

  test('tells its figures in milliseconds', async () => {
    const { items } = await play([{ send: recorded('thinking-rendered') }]);
    expect(items.at(-1)).toEqual({
      type: 'chunk',
      content: '',
      done: true,
      usage: {
        model: 'tiny-chat',
        promptTokens: 22,
        outputTokens: 9,
        tokensPerSecond: expect.closeTo(9 / 0.001295, 3),
        loadMs: 254.472422,
        promptMs: 0.629,
        outputMs: 1.295,
        totalMs: 261.362739,
        doneReason: 'stop',
        contextLength: 4096,
      },
    });
  });

  test('of one token without a time has no speed', async () => {
    const { items } = await play([{ send: recorded('one-token-0.24') }]);
    const last = items.at(-1);
    const usage = last?.type === 'chunk' ? last.usage : undefined;
    expect(usage).toMatchObject({ outputTokens: 1, doneReason: 'length' });
    expect(usage).not.toHaveProperty('tokensPerSecond');
    expect(usage).not.toHaveProperty('outputMs');
  });

  test.each([
    ['runner-killed-0.24', 'MODEL_CRASHED', ' again loop', ''],
    ['bad-format', 'REQUEST_INVALID', '', 'Let me think briefly.\n'],
  ])(
    '%s ends with %s and keeps what had come',
    async (name, code, partialText, partialThinking) => {
      const { error } = await play([{ send: recorded(name) }]);
      expect(error).toMatchObject({ code, details: { partialText, partialThinking } });
    },
  );

  test('that repeats itself until the daemon gives up is truncated', async () => {
    const line = recorded('runner-killed-0.24').split('\n')[0] ?? '';
    const { error } = await play([{ send: `${line}\n`.repeat(31) }]);
    expect(error).toMatchObject({
      code: 'OLLAMA_STREAM_TRUNCATED',
      details: { partialText: ' again'.repeat(31) },
    });
  });
});
