import { generateObject, generateText, jsonSchema, Output, streamText } from 'ai';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  chatLine,
  doneLine,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays } from '../scripted.ts';
import { chatBodies, modelAt } from './sdk-daemon.ts';

beforeEach(() => {
  // The SDK prints that generateObject is deprecated.
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  return () => vi.unstubAllGlobals();
});

const schema = {
  type: 'object',
  properties: { name: { type: 'string' } },
  required: ['name'],
  additionalProperties: false,
} as const;
const person = jsonSchema<{ name: string }>(schema);
const SCRIPT = linesScript(
  chatLine({ content: '{"name":' }),
  chatLine({ content: '"Ann"}' }),
  doneLine(),
);

test('generateObject sends the schema as format', async () => {
  const daemon = await daemonThatPlays(SCRIPT);
  const { object } = await generateObject({ model: modelAt(daemon), prompt: 'hi', schema: person });
  expect(object).toEqual({ name: 'Ann' });
  expect(chatBodies(daemon)[0]?.['format']).toEqual(schema);
});

test('generateObject without a schema asks for JSON', async () => {
  const daemon = await daemonThatPlays(SCRIPT);
  const model = modelAt(daemon);
  const { object } = await generateObject({ model, prompt: 'hi', output: 'no-schema' });
  expect(object).toEqual({ name: 'Ann' });
  expect(chatBodies(daemon)[0]?.['format']).toBe('json');
});

test('Output.object works with generateText and streamText', async () => {
  const daemon = await daemonThatPlays(SCRIPT);
  const model = modelAt(daemon);
  const output = Output.object({ schema: person });
  expect((await generateText({ model, prompt: 'hi', output })).output).toEqual({ name: 'Ann' });
  const streamed = streamText({ model, prompt: 'hi', output });
  const partial: unknown[] = [];
  for await (const value of streamed.partialOutputStream) partial.push(value);
  expect(partial.at(-1)).toEqual({ name: 'Ann' });
  expect(chatBodies(daemon).map(({ format }) => format)).toEqual([schema, schema]);
});
