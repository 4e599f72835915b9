import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/providers/messages.ts';
import { toEmulatedMessages } from '../../src/tools/emulated-messages.ts';
import { emulationInstructions } from '../../src/tools/emulation-instructions.ts';
import { EnvelopeReader } from '../../src/tools/envelope-reader.ts';

const weather = {
  name: 'weather',
  description: 'Tells the weather of a place.',
  inputSchema: {
    type: 'object',
    properties: {
      place: {
        type: 'object',
        description: 'Where.',
        properties: {
          city: { type: 'string', minLength: 1 },
          country: { $ref: '#/$defs/country' },
        },
        required: ['city'],
      },
      days: { type: 'array', items: { type: 'integer', minimum: 1 } },
      unit: { enum: ['C', 'F'], default: 'C' },
      at: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    },
    required: ['place', 'unit'],
    $defs: { country: { type: 'string', description: 'Two letters.' } },
  },
};
const tools = [weather, { name: 'now', inputSchema: { type: 'object', properties: {} } }];

describe('the instructions', () => {
  test('name the tools with all that their schemas say', () => {
    const text = emulationInstructions(tools, 'auto');
    for (const line of [
      '## weather',
      'Tells the weather of a place.',
      '- place (object, required): Where.',
      '  - city (string, required): Characters: at least 1.',
      '  - country (string, optional): Two letters.',
      '- days (array of integer, optional)',
      '- unit (one of "C", "F", required): Default: "C".',
      '- at (string or number, optional)',
      '## now',
      'Arguments: none.',
      '{"answer":"<your whole answer>"}',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  test('have an example that is a call of the tool', () => {
    const lines = emulationInstructions(tools, 'auto').split('\n');
    const example = lines.find((line) => line.startsWith('{"tool_calls"')) ?? '';
    const reader = new EnvelopeReader(tools);
    reader.push(example);
    expect(reader.end().calls).toMatchObject([
      { name: 'weather', args: { place: { city: '<city>' }, unit: 'C' } },
    ]);
  });

  test('ask for a call where one is required, and for the named one', () => {
    expect(emulationInstructions(tools, 'required')).toContain('at least one of the tools');
    expect(emulationInstructions(tools, 'any')).not.toContain('"answer"');
    const named = emulationInstructions(tools, { name: 'now' });
    expect(named).toContain('the tool now');
    expect(named).not.toContain('weather');
  });

  test('are empty where no tool may be called', () => {
    expect(emulationInstructions(tools, 'none')).toBe('');
    expect(emulationInstructions([], 'auto')).toBe('');
    expect(() => emulationInstructions(tools, { name: 'nothing' })).toThrow('nothing');
  });
});

describe('the conversation', () => {
  const instructions = emulationInstructions(tools, 'auto');
  const user: Message = { role: 'user', content: 'How is it in Rome?' };

  test('has the instructions behind the first system message, or before all', () => {
    const [system, second] = toEmulatedMessages(
      [{ role: 'system', content: 'Be kind.' }, { role: 'system', content: 'Be short.' }, user],
      tools,
      'auto',
    );
    expect(system).toEqual({ role: 'system', content: `Be kind.\n\n${instructions}` });
    expect(second).toEqual({ role: 'system', content: 'Be short.' });
    expect(toEmulatedMessages([user], tools, 'auto')).toEqual([
      { role: 'system', content: instructions },
      user,
    ]);
    const empty: Message = { role: 'system', content: null };
    const parts: Message = { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] };
    expect(toEmulatedMessages([empty], tools, 'auto')[0]?.content).toBe(instructions);
    expect(toEmulatedMessages([parts], tools, 'auto')[0]?.content).toEqual([
      { type: 'text', text: 'Be kind.' },
      { type: 'text', text: instructions },
    ]);
  });

  test('has calls as the model would have written them, with its text and its thinking', () => {
    const toolCalls = [
      { id: 'call_1', name: 'weather', args: { place: { city: 'Rome' } } },
      { id: 'call_2', name: 'now', args: {} },
    ];
    const messages: readonly Message[] = [
      user,
      { role: 'assistant', thinking: 'Hm.', toolCalls },
      { role: 'assistant', content: 'I look.', toolCalls },
    ];
    const [, first, second] = toEmulatedMessages(messages, tools, 'none');
    const text =
      '{"tool_calls":[{"name":"weather","arguments":{"place":{"city":"Rome"}}},{"name":"now","arguments":{}}]}';
    expect(first).toEqual({ role: 'assistant', thinking: 'Hm.', content: text });
    expect(second).toEqual({ role: 'assistant', content: `I look.\n\n${text}` });
    const reader = new EnvelopeReader(tools);
    reader.push(text);
    expect(reader.end().calls).toMatchObject(toolCalls.map(({ name, args }) => ({ name, args })));
  });

  test('has results as messages of the user that name the tool and the call', () => {
    const image = { type: 'image_url', image: { data: 'AAAA' } } as const;
    const messages: readonly Message[] = [
      { role: 'assistant', toolCalls: [{ id: 'call_1', name: 'weather', args: {} }] },
      { role: 'tool', toolCallId: 'call_1', content: '20 °C' },
      { role: 'tool', toolName: 'now', content: [{ type: 'text', text: 'noon' }, image] },
      { role: 'tool', toolCallId: 'call_9', content: null },
    ];
    expect(toEmulatedMessages(messages, tools, 'none').slice(1)).toEqual([
      { role: 'user', content: 'Result of the tool weather (call call_1):\n20 °C' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Result of the tool now:' },
          { type: 'text', text: 'noon' },
          image,
        ],
      },
      { role: 'user', content: 'Result of a tool (call call_9):' },
    ]);
  });

  test('stays as it is where no tool was or may be called', () => {
    const messages: readonly Message[] = [
      user,
      { role: 'assistant', content: 'Fine.', toolCalls: [] },
    ];
    expect(toEmulatedMessages(messages, tools, 'none')).toEqual([
      user,
      { role: 'assistant', content: 'Fine.' },
    ]);
  });
});
