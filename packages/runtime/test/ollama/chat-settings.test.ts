import { describe, expect, test } from 'vitest';
import { toChatBody } from '../../src/ollama/chat/chat-request.ts';
import { question } from '../scripted.ts';

/** Programs without types may give anything. */
const untyped = (rest: object) => question(rest);

describe('the body of a request', () => {
  test.each([
    ['temperature', { temperature: Number.NaN }],
    ['topP', { topP: '0.5' }],
    ['seed', { seed: 1.5 }],
    ['maxTokens', { maxTokens: Number.POSITIVE_INFINITY }],
    ['contextLength', { contextLength: 4096.5 }],
    ['stop', { stop: 'x' }],
    ['think', { think: 'xhigh' }],
    ['keepAlive', { keepAlive: '1d' }],
  ])('is refused for a wrong %s, which the daemon would drop or take for another', (name, rest) => {
    expect(() => toChatBody(untyped(rest))).toThrow(
      expect.objectContaining({
        code: 'REQUEST_INVALID',
        message: expect.stringContaining(name),
      }),
    );
  });

  test('is refused without a model', () => {
    expect(() => toChatBody(question({ model: ' ' }))).toThrow(
      expect.objectContaining({ code: 'MODEL_NOT_CHOSEN' }),
    );
  });

  test('holds no settings that were not given', () => {
    expect(Object.keys(toChatBody(question())).toSorted()).toEqual([
      'keep_alive',
      'messages',
      'model',
      'stream',
    ]);
  });

  test('keeps empty texts, and puts several into one', () => {
    const texts = ['a', '', 'b'].map((text) => ({ type: 'text', text }) as const);
    const { messages } = toChatBody(
      question({
        messages: [
          { role: 'system', content: '' },
          { role: 'user', content: texts },
          { role: 'assistant', content: null },
        ],
      }),
    );
    expect(messages).toEqual([
      { role: 'system', content: '' },
      { role: 'user', content: 'a\n\nb' },
      { role: 'assistant', content: '' },
    ]);
  });

  test('names the tool of a result by the call that it answers', () => {
    const call = { id: 'c1', name: 'weather', args: {} };
    const { messages } = toChatBody(
      question({
        messages: [
          { role: 'assistant', toolCalls: [call] },
          { role: 'tool', content: 'sunny', toolCallId: 'c1' },
        ],
      }),
    );
    expect(messages).toMatchObject([{}, { tool_name: 'weather', tool_call_id: 'c1' }]);
  });

  test('holds the arguments of calls as objects, also where a program brings text', () => {
    const messagesWith = (args: unknown) =>
      untyped({ messages: [{ role: 'assistant', toolCalls: [{ id: 'c', name: 'f', args }] }] });
    expect(toChatBody(messagesWith('{"a":1}'))).toMatchObject({
      messages: [{ tool_calls: [{ function: { index: 0, arguments: { a: 1 } } }] }],
    });
    expect(() => toChatBody(messagesWith('{"a":'))).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
  });

  test('lets a named setting win over the same in the bag of options', () => {
    const { options } = toChatBody(question({ temperature: 0, options: { temperature: 1, a: 1 } }));
    expect(options).toEqual({ temperature: 0, a: 1 });
  });

  test('offers a tool without a schema as one without arguments', () => {
    expect(toChatBody(question({ tools: [{ name: 'now' }] }))).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'now', parameters: { type: 'object', properties: {} } },
        },
      ],
    });
    expect(toChatBody(question({ tools: [] }))).not.toHaveProperty('tools');
  });
});
