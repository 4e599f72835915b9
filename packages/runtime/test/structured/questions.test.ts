import { generateObject } from '@nodetool-ai/runtime';
import type { Chunk, ObjectSource } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  errorLine,
  jsonScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { providerOf, question } from '../scripted.ts';
import { answer, chatBodies, daemonThatAnswers, objectFrom, PERSON } from './object-daemon.ts';

const ann = '{"name":"Ann","age":30}';

describe('what is asked', () => {
  test('the schema goes into the format and into a system message', async () => {
    const { bodies } = await objectFrom([ann], { temperature: 0 });
    expect(bodies[0]).toMatchObject({ format: PERSON, options: { temperature: 0 } });
    const [system, user] = bodies[0]?.messages ?? [];
    expect(system?.role).toBe('system');
    expect(system?.content).toContain(JSON.stringify(PERSON));
    expect(user).toEqual({ role: 'user', content: 'hi' });
  });

  test.each([
    ['text', 'Be kind.'],
    ['parts', [{ type: 'text' as const, text: 'Be kind.' }]],
  ])('a system message of %s stays, with the schema behind it', async (_, content) => {
    const messages = [
      { role: 'system' as const, content },
      { role: 'user' as const, content: 'hi' },
    ];
    const { bodies } = await objectFrom([ann], { messages });
    expect(bodies[0]?.messages).toHaveLength(2);
    expect(bodies[0]?.messages[0]?.content).toMatch(/^Be kind\.\s+Answer with nothing but/);
  });

  test('the second question holds the first answer and what is wrong with it', async () => {
    const { bodies } = await objectFrom(['{"name":"Ann","age":-1}', ann], { seed: 3 });
    const [first, second] = bodies;
    expect(second).toEqual({
      ...first,
      messages: [
        ...(first?.messages ?? []),
        { role: 'assistant', content: '{"name":"Ann","age":-1}' },
        {
          role: 'user',
          content: [
            'Your answer cannot be used: it does not follow the schema.',
            '- /age: must be >= 0',
            'Answer again with nothing but the whole JSON value that follows the JSON Schema.',
          ].join('\n'),
        },
      ],
    });
  });

  test('an empty answer is not sent back, a long one and many mistakes are shortened', async () => {
    const empty = await objectFrom(['', ann]);
    expect(empty.bodies[1]?.messages.map((message) => message.role)).toEqual([
      'system',
      'user',
      'user',
    ]);
    const list = { type: 'array', items: { type: 'integer' } };
    const long = await objectFrom(
      [JSON.stringify(Array.from({ length: 9000 }, () => 'x')), '[1]'],
      { schema: list },
    );
    const [said, told] = long.bodies[1]?.messages.slice(-2) ?? [];
    expect(said?.content).toHaveLength(16_000);
    expect(told?.content.split('\n')).toHaveLength(23);
    expect(told?.content).toContain('- and 8980 more');
  });
});

describe('what is given back', () => {
  test('the thinking, the figures of all answers together and the reason of the last', async () => {
    const thinking = [
      { send: chatLine({ thinking: 'Hm.' }) },
      ...answer('{}', { eval_count: 5, prompt_eval_count: 20 }),
    ];
    const { result } = await objectFrom([
      thinking,
      [
        { send: chatLine({ thinking: 'Aha.' }) },
        ...answer(ann, { eval_count: 7, prompt_eval_count: 30, done_reason: 'other' }),
      ],
    ]);
    expect(result?.thinking).toBe('Aha.');
    expect(result?.usage).toMatchObject({
      promptTokens: 50,
      outputTokens: 12,
      requests: 2,
      doneReason: 'other',
    });
  });

  test('thinking that stood in the text', async () => {
    const { result } = await objectFrom([`Well. <think>Hm.</think>${ann}`]);
    expect(result).toMatchObject({ thinking: 'Hm.', text: `Well. <think>Hm.</think>${ann}` });
    expect((await objectFrom([ann])).result).not.toHaveProperty('thinking');
  });

  test('every chunk, with the question that it answers', async () => {
    const chunks: [number, Chunk][] = [];
    const { result } = await objectFrom(['{"foo":1}', ann], {
      onChunk: (chunk, number) => chunks.push([number, chunk]),
    });
    expect(result).toMatchObject({ step: 'asked-again', text: ann });
    const textOf = (wanted: number) =>
      chunks.map(([number, { content }]) => (number === wanted ? content : '')).join('');
    expect([textOf(1), textOf(2)]).toEqual(['{"foo":1}', ann]);
    expect(chunks.filter(([, chunk]) => chunk.done === true)).toHaveLength(2);
  });
});

describe('an answer that was cut at the limit of tokens', () => {
  const cut = answer('{"name": "Ann", "age": 3', { done_reason: 'length' });

  test('is asked for again with twice the limit that was set', async () => {
    const { result, bodies } = await objectFrom([cut, ann], { maxTokens: 10 });
    expect(result).toMatchObject({ step: 'asked-again' });
    expect(bodies.map((body) => body.options?.num_predict)).toEqual([10, 20]);
    const named = await objectFrom([cut, ann], { options: { num_predict: 30 } });
    expect(named.bodies.map((body) => body.options?.num_predict)).toEqual([30, 60]);
  });

  test.each([[undefined], [-1]])('is not asked for again when the limit is %s', async (limit) => {
    const { error, bodies } = await objectFrom(
      [cut, ann],
      limit === undefined ? {} : { maxTokens: limit },
    );
    expect(error).toMatchObject({
      code: 'OBJECT_INVALID',
      details: {
        partialText: '{"name": "Ann", "age": 3',
        firstText: '{"name": "Ann", "age": 3',
        requests: 1,
        doneReason: 'length',
      },
    });
    expect(error?.message).toContain('cut off');
    expect(error?.hint).toContain('maxTokens');
    expect(bodies).toHaveLength(1);
  });

  test('is taken when its object is whole', async () => {
    const { result } = await objectFrom([answer(`${ann} I hope th`, { done_reason: 'length' })]);
    expect(result).toMatchObject({ value: JSON.parse(ann), step: 'repaired', requests: 1 });
  });

  test('twice is an error that says so', async () => {
    const { error } = await objectFrom([cut, cut], { maxTokens: 10 });
    expect(error?.message).toMatch(/It was cut off at the limit of tokens\.$/);
  });
});

describe('a daemon that does not take the schema', () => {
  test.each([
    ['0.24', jsonScript({ error: 'invalid JSON schema in format' }, 500)],
    [
      '0.32',
      jsonScript(
        {
          error: JSON.stringify({
            error: {
              code: 400,
              message:
                'Field \'json_schema\': "json_schema": JSON schema conversion failed:\nJSON schema error at #: unrecognized type strin',
              type: 'invalid_request_error',
            },
          }),
        },
        400,
      ),
    ],
    [
      'within the answer',
      [
        {
          send:
            chatLine({ thinking: 'Hm.' }) +
            errorLine('invalid format: "x"; expected "json" or a valid JSON Schema object'),
        },
      ],
    ],
  ])('%s is asked once more without it', async (_, refusal) => {
    const { result, bodies } = await objectFrom([refusal, `Here: ${ann}`]);
    expect(result).toMatchObject({
      value: JSON.parse(ann),
      step: 'repaired',
      format: 'dropped',
      requests: 1,
    });
    expect(bodies.map((body) => 'format' in body)).toEqual([true, false]);
    expect(bodies[1]?.messages).toEqual(bodies[0]?.messages);
  });

  test('is not offered the schema again with the second question', async () => {
    const refusal = jsonScript({ error: 'invalid JSON schema in format' }, 500);
    const { result, bodies } = await objectFrom([refusal, '{}', ann]);
    expect(result).toMatchObject({ step: 'asked-again', format: 'dropped', requests: 2 });
    expect(bodies.map((body) => 'format' in body)).toEqual([true, false, false]);
  });

  test('other errors are errors', async () => {
    const { error, bodies } = await objectFrom([
      jsonScript({ error: 'option "seed" must be of type integer' }, 400),
      ann,
    ]);
    expect(error?.code).toBe('REQUEST_INVALID');
    expect(bodies).toHaveLength(1);
  });
});

describe('cancelling', () => {
  test('during the first answer ends it, and nothing more is sent', async () => {
    const controller = new AbortController();
    const daemon = await daemonThatAnswers([
      { send: chatLine({ content: '{"na' }) },
      { stall: true },
    ]);
    const asked = generateObject(providerOf(daemon), {
      ...question(),
      schema: PERSON,
      signal: controller.signal,
      onChunk: () => controller.abort(),
    });
    await expect(asked).rejects.toMatchObject({
      code: 'CANCELLED',
      details: { partialText: '{"na' },
    });
    const [chat] = daemon.requests.filter(({ path }) => path === '/api/chat');
    expect(await chat?.closed).toBe('aborted');
    expect(chatBodies(daemon)).toHaveLength(1);
  });

  test('with the last chunk of an answer that cannot be used, no second question is sent', async () => {
    const controller = new AbortController();
    const { error, bodies } = await objectFrom(['{}', ann], {
      signal: controller.signal,
      onChunk: (chunk) => chunk.done === true && controller.abort(),
    });
    expect(error?.code).toBe('CANCELLED');
    expect(bodies).toHaveLength(1);
  });

  test('with the last chunk of one that could be used, it is cancelled all the same', async () => {
    const controller = new AbortController();
    const { error } = await objectFrom([ann], {
      signal: controller.signal,
      onChunk: (chunk) => chunk.done === true && controller.abort(),
    });
    expect(error?.code).toBe('CANCELLED');
  });

  test('before anything sends nothing', async () => {
    const { error, daemon } = await objectFrom([ann], { signal: AbortSignal.abort() });
    expect(error?.code).toBe('CANCELLED');
    expect(daemon.requests).toEqual([]);
  });

  test('the time that was given is for both answers together', async () => {
    const slow = [{ waitFor: new Promise((resolve) => setTimeout(resolve, 20)) }, ...answer('{}')];
    const daemon = await daemonThatAnswers(slow, answer(ann));
    const provider = providerOf(daemon);
    const times: (number | undefined)[] = [];
    const source: ObjectSource = {
      generateMessage: (request) => {
        times.push(request.timeoutMs);
        return provider.generateMessage(request);
      },
      generateMessages: (request) => provider.generateMessages(request),
    };
    const asked = { ...question(), schema: PERSON, timeoutMs: 60_000 };
    expect(await generateObject(source, asked)).toMatchObject({ step: 'asked-again' });
    const [first = 0, second = 0] = times;
    expect(first).toBeLessThanOrEqual(60_000);
    expect(second).toBeLessThanOrEqual(first - 15);
    expect(second).toBeGreaterThan(0);
  });
});
