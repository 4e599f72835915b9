import { generateText } from 'ai';
import type { ModelMessage } from 'ai';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays } from '../scripted.ts';
import { toFileContent } from '../../src/ai-sdk/file-content.ts';
import { toMessages } from '../../src/ai-sdk/prompt-messages.ts';
import { chatBodies, modelAt } from './sdk-daemon.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4]);
const BASE64 = Buffer.from(PNG).toString('base64');

async function sent(messages: ModelMessage[], rest = {}) {
  const daemon = await daemonThatPlays(linesScript(chatLine({ content: 'a' }), doneLine()));
  const model = modelAt(daemon, 'tiny-vision');
  const error: unknown = await generateText({ model, messages, maxRetries: 0, ...rest }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { messages: chatBodies(daemon)[0]?.['messages'], error, daemon };
}

const look = (image: Uint8Array | string | URL): ModelMessage[] => [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Look:' },
      { type: 'file', mediaType: 'image', data: image },
    ],
  },
];

describe('an image', () => {
  test.each([
    ['bytes', PNG],
    ['base64', BASE64],
    ['a data URL', `data:image/png;base64,${BASE64}`],
    ['the object of a data URL', new URL(`data:image/png;base64,${BASE64}`)],
  ])('given as %s is sent as plain base64 beside its text', async (_, image) => {
    const { messages } = await sent(look(image));
    expect(messages).toEqual([{ role: 'user', content: 'Look:', images: [BASE64] }]);
  });

  test('given as an address is fetched by nobody', async () => {
    const daemon = await daemonThatPlays();
    const result = await sent(look(new URL(`${daemon.url}/picture.png`)));
    expect(result.error).toMatchObject({
      code: 'IMAGE_INVALID',
      message: 'The image is an address, and addresses are not fetched.',
    });
    expect(result.daemon.requests.filter(({ path }) => path === '/api/chat')).toEqual([]);
    expect(daemon.requests).toEqual([]);
  });

  test('in a data URL that the SDK left as it was is taken too', () => {
    const url = new URL(`data:image/png;base64,${BASE64}`);
    expect(toFileContent({ mediaType: 'image/png', data: { type: 'url', url } })).toEqual({
      type: 'image_url',
      image: { data: url.href },
    });
  });

  test.each(['/etc/passwd', 'Makefile', 'aGVsbG8='])('given as %j is refused', async (image) => {
    const { error, messages } = await sent(look(image));
    expect(error).toMatchObject({ code: 'IMAGE_INVALID' });
    expect(messages).toBeUndefined();
  });
});

describe('other files', () => {
  const file = (mediaType: string, data: Uint8Array): ModelMessage[] => [
    { role: 'user', content: [{ type: 'file', mediaType, data }] },
  ];

  test('that are texts are sent as text', async () => {
    const { messages } = await sent(file('text/markdown', Buffer.from('# Größe')));
    expect(messages).toEqual([{ role: 'user', content: '# Größe' }]);
  });

  test('are refused by their type', async () => {
    const { error } = await sent(file('application/pdf', Buffer.from('%PDF-1.7')));
    expect(error).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining('application/pdf'),
    });
  });
});

test('instructions and turns keep their places, and several parts of text their lines', async () => {
  const { messages } = await sent(
    [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'text', text: 'c' },
        ],
      },
      { role: 'user', content: 'd' },
    ],
    { instructions: 'Be brief.' },
  );
  expect(messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'a\nb' },
    { role: 'assistant', content: 'c', thinking: 'hm' },
    { role: 'user', content: 'd' },
  ]);
});

test('an image that a tool gave comes in a message of the user behind all results', () => {
  const result = (toolCallId: string, parts: readonly ('image' | 'text')[]) => ({
    type: 'tool-result' as const,
    toolCallId,
    toolName: 'shoot',
    output: {
      type: 'content' as const,
      value: parts.map((part) =>
        part === 'text'
          ? { type: 'text' as const, text: toolCallId }
          : {
              type: 'file' as const,
              mediaType: 'image/png',
              data: { type: 'data' as const, data: PNG },
            },
      ),
    },
  });
  const content = [result('one', ['text', 'image']), result('two', ['text'])];
  expect(toMessages([{ role: 'tool', content }]).messages).toEqual([
    {
      role: 'tool',
      toolCallId: 'one',
      toolName: 'shoot',
      content: [{ type: 'text', text: 'one' }],
    },
    {
      role: 'tool',
      toolCallId: 'two',
      toolName: 'shoot',
      content: [{ type: 'text', text: 'two' }],
    },
    { role: 'user', content: [{ type: 'image_url', image: { data: PNG } }] },
  ]);
});

test.each([
  [{ type: 'text', value: 'plain' }, 'plain'],
  [{ type: 'json', value: { a: 1 } }, '{"a":1}'],
  [{ type: 'error-text', value: 'broken' }, 'broken'],
  [{ type: 'error-json', value: ['broken'] }, '["broken"]'],
  [{ type: 'execution-denied' }, 'The user did not allow this call.'],
  [{ type: 'execution-denied', reason: 'No.' }, 'No.'],
] as const)('what a tool gave as %j is sent as text', (output, text) => {
  const { messages } = toMessages([
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'b', output: { ...output } }],
    },
  ]);
  expect(messages[0]?.content).toEqual([{ type: 'text', text }]);
});

test('arguments in the history that are no object are refused, and parts without a place are told', () => {
  const call = {
    type: 'tool-call',
    toolCallId: 'a',
    toolName: 'b',
    input: 'not an object',
  } as const;
  expect(() => toMessages([{ role: 'assistant', content: [call] }])).toThrow('not an object');
  const { warnings, messages } = toMessages([
    { role: 'assistant', content: [{ type: 'custom', kind: 'other.thing' }] },
  ]);
  expect(messages).toEqual([{ role: 'assistant', content: '' }]);
  expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'custom in the prompt' }]);
});
