import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { ThinkTagSplitter } from '../../src/ollama/chat/think-tag-splitter.ts';
import { play } from '../scripted.ts';

const call = (name: string, args: unknown, id?: string) => ({
  ...(id === undefined ? {} : { id }),
  function: { name, arguments: args },
});
const withCalls = (...calls: readonly object[]) => chatLine({ tool_calls: calls });

describe('tool calls', () => {
  const expected = [
    { id: 'a', name: 'one', args: { x: 1 } },
    { id: 'b', name: 'two', args: {} },
  ];

  test.each([
    ['in one line', withCalls(call('one', { x: 1 }, 'a'), call('two', {}, 'b')) + doneLine()],
    [
      'over two lines',
      withCalls(call('one', { x: 1 }, 'a')) + withCalls(call('two', {}, 'b')) + doneLine(),
    ],
    [
      'on the done line',
      doneLine({
        message: {
          role: 'assistant',
          content: '',
          tool_calls: [call('one', { x: 1 }, 'a'), call('two', {}, 'b')],
        },
      }),
    ],
  ])('%s come with their ids, before the last chunk', async (_name, lines) => {
    const { calls, items, error } = await play([{ send: lines }]);
    expect(error).toBeUndefined();
    expect(calls).toEqual(expected);
    expect(items.at(-1)).toMatchObject({ done: true });
  });

  test('come after the text before them, also where that may be the beginning of a tag', async () => {
    const { items } = await play([
      { send: chatLine({ content: '<thi' }) + withCalls(call('one', {}, 'a')) + doneLine() },
    ]);
    expect(items).toMatchObject([{ content: '<thi' }, { name: 'one' }, { done: true }]);
  });

  test('arguments as text are read', async () => {
    const { calls } = await play([{ send: withCalls(call('one', '{"x":1}', 'a')) + doneLine() }]);
    expect(calls).toEqual([expected[0]]);
  });

  test.each(['{"x":', '[1]', 7])(
    'arguments that are no object (%j) are an error and not nothing',
    async (args) => {
      const { error } = await play([{ send: withCalls(call('one', args, 'a')) + doneLine() }]);
      expect(error).toMatchObject({ code: 'TOOL_CALL_INVALID' });
    },
  );

  test('calls without ids get ids of their own', async () => {
    const { calls } = await play([
      { send: withCalls(call('one', {}), call('one', {})) + doneLine() },
    ]);
    expect(new Set(calls.map((item) => item.id)).size).toBe(2);
  });
});

describe('thinking', () => {
  test('a field of its own comes apart', async () => {
    const { text, thinking } = await play([
      {
        send:
          chatLine({ thinking: 'hm' }) +
          chatLine({ content: '\n' }) +
          chatLine({ content: '42' }) +
          doneLine(),
      },
    ]);
    expect([text, thinking]).toEqual(['42', 'hm']);
  });

  test('may come between two parts of the answer', async () => {
    const { text, thinking } = await play([
      {
        send:
          chatLine({ content: 'so' }) +
          chatLine({ content: ' far', thinking: 'hm' }) +
          chatLine({ content: '\nso good' }) +
          doneLine(),
      },
    ]);
    expect([text, thinking]).toEqual(['so far\nso good', 'hm']);
  });

  test.each([1, 2, 3, 5, 100])(
    'tags in the text, %i letters a line, come apart too',
    async (size) => {
      const whole = '<think>\nhm </thin</think>\n\n42 <think> stays';
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const { text, thinking } = await play([
        { send: pieces.map((content) => chatLine({ content })).join('') + doneLine() },
      ]);
      expect([text, thinking]).toEqual(['42 <think> stays', 'hm </thin']);
    },
  );

  test('text without tags is never changed, wherever it is split', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const whole = pieces.join('');
        fc.pre(!whole.trimStart().startsWith('<think>'));
        const splitter = new ThinkTagSplitter(false);
        const parts = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()];
        expect(parts.map((part) => part.text).join('')).toBe(whole);
        expect(parts.every((part) => !part.isThinking)).toBe(true);
      }),
    );
  });
});

test('durations are milliseconds, and speed is tokens by the time that they took', async () => {
  const { items } = await play([
    {
      send: doneLine({
        eval_count: 10,
        eval_duration: 2e9,
        load_duration: 5e6,
        prompt_eval_duration: 7e6,
        total_duration: 3e9,
      }),
    },
  ]);
  expect(items.at(-1)).toMatchObject({
    usage: {
      outputTokens: 10,
      tokensPerSecond: 5,
      loadMs: 5,
      promptMs: 7,
      outputMs: 2000,
      totalMs: 3000,
    },
  });
});
