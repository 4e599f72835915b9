import { describe, expect, test } from 'vitest';
import { completeModelName } from '../../src/ollama/facts/model-name.ts';
import { toWireKeepAlive } from '../../src/ollama/connection/keep-alive.ts';
import type { GenerateRequest } from '@nodetool-ai/runtime';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

async function sent(rest: Partial<GenerateRequest>): Promise<unknown> {
  const daemon = await daemonThatPlays();
  const { error } = await outcomeOf(providerOf(daemon).generateMessages(question(rest)));
  expect(error).toBeUndefined();
  return daemon.requests.find((request) => request.path === '/api/chat')?.body;
}

describe('what is sent', () => {
  test('sampling stands inside of options, zeros too; what is not given is not sent', async () => {
    const body = await sent({
      temperature: 0,
      topP: 0.5,
      topK: 0,
      minP: 0,
      seed: 0,
      stop: ['x'],
      maxTokens: 7,
      presencePenalty: 0,
      frequencyPenalty: 1,
      repeatPenalty: 1.1,
      contextLength: 2048,
      options: { mirostat: 2 },
    });
    expect(body).toEqual({
      model: 'tiny-chat',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
      keep_alive: '10m',
      truncate: false,
      options: {
        temperature: 0,
        top_p: 0.5,
        top_k: 0,
        min_p: 0,
        seed: 0,
        stop: ['x'],
        num_predict: 7,
        presence_penalty: 0,
        frequency_penalty: 1,
        repeat_penalty: 1.1,
        num_ctx: 2048,
        mirostat: 2,
      },
    });
  });

  test('false is sent for thinking', async () => {
    expect(await sent({ think: false })).toMatchObject({ think: false });
  });

  test('strictly, nothing may be dropped', async () => {
    expect(await sent({ strictContext: true })).toMatchObject({ truncate: false, shift: false });
  });

  test('text and images stay in one message, thinking in its own field, results with name and id', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const body = await sent({
      model: 'tiny-vision',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image_url', image: { data: png } },
          ],
        },
        {
          role: 'assistant',
          content: 'visible',
          thinking: 'secret',
          toolCalls: [{ id: 'c1', name: 'f', args: { a: 1 } }],
        },
        { role: 'tool', content: 'done', toolCallId: 'c1', toolName: 'f' },
      ],
    });
    expect(body).toMatchObject({
      messages: [
        { role: 'user', content: 'look', images: [png] },
        {
          role: 'assistant',
          content: 'visible',
          thinking: 'secret',
          tool_calls: [{ id: 'c1', function: { name: 'f', arguments: { a: 1 } } }],
        },
        { role: 'tool', content: 'done', tool_name: 'f', tool_call_id: 'c1' },
      ],
    });
  });

  test('the name of a schema is not sent', async () => {
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' };
    const body = await sent({ format: schema, tools: [{ name: 'f', inputSchema: schema }] });
    expect(JSON.stringify(body)).not.toContain('$schema');
  });
});

test.each([
  [undefined, '10m'],
  ['-1', -1],
  [-1, -1],
  ['0', 0],
  [0, 0],
  ['600', 600],
  ['10m', '10m'],
  ['1h30m', '1h30m'],
  ['-1m', '-1m'],
])('keep-alive %j is sent as %j', (given, expected) => {
  expect(toWireKeepAlive(given)).toBe(expected);
});

test.each(['soon', '', '10 m', 'm', Number.NaN])(
  'keep-alive %j is refused before it is sent',
  (given) => {
    expect(() => toWireKeepAlive(given)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
  },
);

test.each([
  ['llama3.2', 'llama3.2:latest'],
  ['llama3.2:1b', 'llama3.2:1b'],
  ['hf.co/team/model', 'hf.co/team/model:latest'],
  ['localhost:5000/team/model', 'localhost:5000/team/model:latest'],
  ['localhost:5000/team/model:tag', 'localhost:5000/team/model:tag'],
])('the name %s means %s', (given, expected) => {
  expect(completeModelName(given)).toBe(expected);
});
