import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interactionKey } from '../../src/cassette/interaction.ts';
import { toPlainRequest } from '../../src/cassette/plain-request.ts';
import { PNG_BYTES } from './png.ts';

const keyOf = (request: object) => interactionKey('generateMessages', toPlainRequest(request));
const base = { model: 'tiny-chat', messages: [{ role: 'user', content: 'hi' }] };

/** The same value with the keys of every object in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, field]) => [name, reversed(field)]),
  );
}

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const request = fc.record(
  {
    model: fc.string({ minLength: 1 }),
    messages: fc.array(
      fc.record({
        role: fc.constantFrom('user', 'assistant', 'system'),
        content: fc.string(),
        toolCalls: fc.array(
          fc.record({
            id: fc.string(),
            name: fc.string(),
            args: fc.dictionary(fc.string(), number),
          }),
        ),
      }),
    ),
    temperature: number,
    seed: fc.integer(),
    stop: fc.array(fc.string()),
    options: fc.dictionary(fc.string(), fc.jsonValue()),
    tools: fc.array(
      fc.record({ name: fc.string(), inputSchema: fc.dictionary(fc.string(), fc.jsonValue()) }),
    ),
  },
  { requiredKeys: ['model', 'messages'] },
);

describe('the key of a request', () => {
  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(request, (given) => {
        expect(keyOf(Object(reversed(given)))).toBe(keyOf(given));
      }),
    );
  });

  test('is the same for the plain form of the request', () => {
    fc.assert(
      fc.property(request, (given) => {
        expect(keyOf(toPlainRequest(given))).toBe(keyOf(given));
      }),
    );
  });

  const changes: Readonly<Record<string, unknown>> = {
    model: 'other',
    messages: [{ role: 'user', content: 'hi!' }],
    temperature: 0,
    topP: 0.5,
    topK: 1,
    minP: 0.1,
    seed: 0,
    stop: [],
    presencePenalty: 0,
    frequencyPenalty: 0,
    repeatPenalty: 1,
    maxTokens: 1,
    format: 'json',
    think: false,
    keepAlive: 0,
    contextLength: 'leave',
    strictContext: true,
    logprobs: true,
    topLogprobs: 1,
    toolChoice: 'none',
    tools: [{ name: 'a' }],
    options: { num_gpu: 0 },
    timeoutMs: 1,
    somethingNew: 1,
  };

  test.each(Object.entries(changes))('depends on %s', (name, value) => {
    expect(keyOf({ ...base, [name]: value })).not.toBe(keyOf(base));
  });

  test('depends on every number, text and message', () => {
    fc.assert(
      fc.property(request, request, (left, right) => {
        const isSame =
          JSON.stringify(toPlainRequest(left)) === JSON.stringify(toPlainRequest(right));
        expect(keyOf(left) === keyOf(right)).toBe(isSame);
      }),
    );
    expect(keyOf({ ...base, seed: 1 })).not.toBe(keyOf({ ...base, seed: 2 }));
  });

  test('depends on the method', () => {
    expect(interactionKey('embed', {})).not.toBe(interactionKey('generateEmbedding', {}));
  });

  test.each([
    { signal: new AbortController().signal },
    { onProgress: () => {} },
    { contextLength: 'auto' },
    { strictContext: false },
    { logprobs: false, topLogprobs: 0 },
    { tools: [], toolChoice: 'auto', options: {} },
    { temperature: undefined },
    { model: ' tiny-chat ' },
    { messages: [{ content: [{ type: 'text', text: 'hi' }], role: 'user', toolCalls: [] }] },
    { messages: [{ role: 'user', content: 'hi', thinking: '', toolName: undefined }] },
  ])('is the same with %j, which changes nothing', (rest) => {
    expect(keyOf({ ...base, ...rest })).toBe(keyOf(base));
  });

  test('takes `any` for `required`, and one text for a list of one', () => {
    expect(keyOf({ ...base, toolChoice: 'any' })).toBe(keyOf({ ...base, toolChoice: 'required' }));
    expect(keyOf({ text: 'a' })).toBe(keyOf({ text: ['a'] }));
  });
});

describe('an image', () => {
  const withImage = (image: object) => ({
    ...base,
    messages: [{ role: 'user', content: [{ type: 'image_url', image }] }],
  });
  const base64 = Buffer.from(PNG_BYTES).toString('base64');

  test('is the same as bytes, as base64 and as data URL, and another one is not', () => {
    const keys = [
      { data: PNG_BYTES },
      { data: base64 },
      { data: base64, mimeType: 'image/png' },
      { uri: `data:image/png;base64,${base64}` },
    ].map((image) => keyOf(withImage(image)));
    expect(new Set(keys).size).toBe(1);
    const other = Uint8Array.from([...PNG_BYTES, 0]);
    expect(keyOf(withImage({ data: other }))).not.toBe(keys[0]);
    expect(keyOf(withImage({ data: 'no image' }))).not.toBe(keyOf(withImage({ data: 'nor this' })));
  });

  test.each([
    ['bytes', withImage({ data: PNG_BYTES })],
    ['base64', withImage({ data: base64 })],
    ['a data URL', withImage({ uri: `data:image/png;base64,${base64}` })],
    ['something else', withImage({ data: `x${base64}` })],
    [
      'a data URL among the options',
      { ...base, options: { a: `data:image/png;base64,${base64}` } },
    ],
  ])('given as %s leaves only its hash', (_, given) => {
    const text = JSON.stringify(toPlainRequest(given));
    expect(text).toContain('sha256');
    expect(text).not.toContain(base64.slice(4, 20));
  });
});

test('secrets of programs are left out, names of tools and their settings are not', () => {
  const secret = 'do-not-write-me';
  const text = JSON.stringify(
    toPlainRequest({
      ...base,
      apiKey: secret,
      headers: { authorization: secret },
      options: { api_key: secret, token: secret, num_ctx: 1 },
      tools: [{ name: 'login', inputSchema: { properties: { password: { type: 'string' } } } }],
    }),
  );
  expect(text).not.toContain(secret);
  expect(text).toContain('num_ctx');
  expect(text).toContain('password');
});
