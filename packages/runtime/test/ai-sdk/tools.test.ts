import { createOllama } from '@nodetool-ai/runtime/ai-sdk';
import { generateText, isStepCount, jsonSchema, streamText, tool } from 'ai';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  chatLine,
  doneLine,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { recorded } from '../cassette/temporary-tape.ts';
import { daemonThatPlays, providerOf } from '../scripted.ts';
import { chatBodies, featuresOf, modelAt } from './sdk-daemon.ts';

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  return () => vi.unstubAllGlobals();
});

const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;
const weather = tool({
  description: 'The weather of a city.',
  inputSchema: jsonSchema<{ city: string }>(schema),
  execute: ({ city }) => ({ city, sky: 'clear' }),
});

const called = (id: string, city: string) => ({
  id,
  function: { index: 0, name: 'weather', arguments: { city } },
});

async function twoSteps() {
  const daemon = await daemonThatPlays();
  daemon.once(
    'POST /api/chat',
    linesScript(
      chatLine({ thinking: 'I must look.' }),
      chatLine({ content: 'One moment.' }),
      chatLine({ tool_calls: [called('call_a', 'Paris')] }),
      doneLine({
        message: { role: 'assistant', content: '', tool_calls: [called('call_b', 'Rome')] },
      }),
    ),
  );
  daemon.once('POST /api/chat', linesScript(chatLine({ content: 'Clear.' }), doneLine()));
  return daemon;
}

/** What the daemon must see as history when a tool has answered. */
const HISTORY = [
  { role: 'user', content: 'hi' },
  {
    role: 'assistant',
    content: 'One moment.',
    thinking: 'I must look.',
    tool_calls: [
      { id: 'call_a', function: { index: 0, name: 'weather', arguments: { city: 'Paris' } } },
      { id: 'call_b', function: { index: 1, name: 'weather', arguments: { city: 'Rome' } } },
    ],
  },
  {
    role: 'tool',
    content: '{"city":"Paris","sky":"clear"}',
    tool_name: 'weather',
    tool_call_id: 'call_a',
  },
  {
    role: 'tool',
    content: '{"city":"Rome","sky":"clear"}',
    tool_name: 'weather',
    tool_call_id: 'call_b',
  },
];

describe('the loop of tools', () => {
  test('of generateText keeps ids, and sends thinking back apart', async () => {
    const daemon = await twoSteps();
    const { text, steps } = await generateText({
      model: modelAt(daemon),
      prompt: 'hi',
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    expect(text).toBe('Clear.');
    expect(steps[0]?.finishReason).toBe('tool-calls');
    expect(steps[0]?.toolCalls.map(({ toolCallId }) => toolCallId)).toEqual(['call_a', 'call_b']);
    const bodies = chatBodies(daemon);
    expect(bodies[0]?.['tools']).toEqual([
      {
        type: 'function',
        function: {
          name: 'weather',
          description: 'The weather of a city.',
          parameters: expect.objectContaining(schema),
        },
      },
    ]);
    expect(bodies[1]?.['messages']).toEqual(HISTORY);
  });

  test('of streamText does the same', async () => {
    const daemon = await twoSteps();
    const result = streamText({
      model: modelAt(daemon),
      prompt: 'hi',
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    const types: string[] = [];
    for await (const part of result.fullStream) types.push(part.type);
    const call = ['tool-input-start', 'tool-input-delta', 'tool-input-end', 'tool-call'];
    expect(types.filter((type) => type.startsWith('tool-'))).toEqual([
      ...call,
      ...call,
      'tool-result',
      'tool-result',
    ]);
    expect(await result.text).toBe('Clear.');
    expect(chatBodies(daemon)[1]?.['messages']).toEqual(HISTORY);
  });
});

test.each([
  ['auto', 'auto'],
  ['none', 'none'],
  ['required', 'required'],
  [{ type: 'tool', toolName: 'weather' }, { name: 'weather' }],
] as const)(
  'the choice %j is given to the provider, which enforces it',
  async (toolChoice, ours) => {
    const daemon = await daemonThatPlays(
      linesScript(chatLine({ tool_calls: [called('call_a', 'Paris')] }), doneLine()),
    );
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      const model = createOllama({ provider: recorder })('tiny-chat');
      // A provider that offers no tools lets none be called; the script does not know that.
      await generateText({ model, prompt: 'hi', tools: { weather }, toolChoice }).catch(() => {});
    });
    expect(cassette.interactions[0]?.request['toolChoice'] ?? 'auto').toEqual(ours);
  },
);

test('what a tool cannot be given is told', async () => {
  const daemon = await daemonThatPlays(linesScript(chatLine({ content: 'a' }), doneLine()));
  const { warnings } = await generateText({
    model: modelAt(daemon),
    prompt: 'hi',
    tools: {
      weather: tool({
        inputSchema: jsonSchema<{ city: string }>(schema),
        strict: true,
        inputExamples: [{ input: { city: 'Rome' } }],
      }),
    },
  });
  expect(featuresOf(warnings)).toEqual([
    'strict mode of the tool weather',
    'input examples of the tool weather',
  ]);
});
