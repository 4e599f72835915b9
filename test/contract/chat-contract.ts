import { describe, expect, test } from 'vitest';
import { ask, collect, onePixelPng, providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

const thinkers = ['tiny-chat', 'tiny-jinja'];

/** What every daemon must do with a conversation. */
export function describeChat(getDaemon: () => ContractDaemon): void {
  const provider = () => providerOf(getDaemon());
  const stream = (request: Parameters<typeof ask>) =>
    collect(provider().generateMessages(ask(...request)));

  describe('answers', () => {
    test.each(thinkers)('%s: thinking comes apart from the answer', async (model) => {
      const { text, thinking } = await stream([model, 'hi', { think: true }]);
      expect(thinking.trim()).toBe('Let me think briefly.');
      expect(text).toBe('The answer is 42.');
    });

    test.each(thinkers)('%s: exactly the last item is done', async (model) => {
      const { items } = await stream([model, 'hi', { think: false }]);
      const done = items.filter((item) => item.type === 'chunk' && item.done === true);
      expect(done).toHaveLength(1);
      expect(items.at(-1)).toBe(done[0]);
      expect(done[0]).toMatchObject({
        usage: {
          promptTokens: expect.toSatisfy((count: number) => count > 15 && count < 30),
          outputTokens: expect.toSatisfy((count: number) => count === 2 || count === 3),
          doneReason: 'stop',
        },
      });
    });

    test.each(thinkers)('%s: thinking is counted too', async (model) => {
      const { items } = await stream([model, 'hi']);
      expect(items.at(-1)).toMatchObject({
        usage: { promptTokens: 22, outputTokens: 9, doneReason: 'stop' },
      });
    });

    test.each(thinkers)('%s: thinking can be switched off', async (model) => {
      const { text, thinking } = await stream([model, 'hi', { think: false }]);
      expect([text, thinking]).toEqual(['Direct answer.', '']);
    });

    test('the whole message is the stream put together', async () => {
      const message = await provider().generateMessage(ask('tiny-chat', 'hi', { think: true }));
      expect(message).toMatchObject({
        role: 'assistant',
        content: 'The answer is 42.',
        usage: { outputTokens: 9 },
      });
      expect(message.thinking?.trim()).toBe('Let me think briefly.');
    });

    test('a model that does not think is not asked to', async () => {
      await expect(stream(['smollm2:135m', 'hi', { think: true }])).rejects.toMatchObject({
        code: 'MODEL_LACKS_CAPABILITY',
        // Our own words: the daemon was not asked.
        message: expect.stringContaining('cannot think'),
      });
    });

    test('an embedding model is not asked to answer', async () => {
      await expect(stream(['tiny-embed', 'hi'])).rejects.toMatchObject({
        code: 'MODEL_LACKS_CAPABILITY',
      });
    });

    test('an unknown model says which are installed and how to pull it', async () => {
      await expect(stream(['no-such-model', 'hi'])).rejects.toMatchObject({
        code: 'MODEL_NOT_FOUND',
        hint: expect.stringMatching(
          /tiny-chat.*ollama pull no-such-model|ollama pull no-such-model.*tiny-chat/s,
        ),
        action: { kind: 'pull-model', subject: 'no-such-model' },
      });
    });

    test('the limit of tokens ends the answer and is told', async () => {
      const { items } = await stream(['tiny-loop', 'go', { maxTokens: 5 }]);
      expect(items.at(-1)).toMatchObject({
        done: true,
        usage: { outputTokens: 5, doneReason: 'length' },
      });
    });

    test('an answer that the daemon breaks off is an error that keeps the text', async () => {
      await expect(stream(['tiny-rep', 'go'])).rejects.toMatchObject({
        code: 'OLLAMA_STREAM_TRUNCATED',
        details: { partialText: expect.stringMatching(/^( same){10,}$/) },
      });
    });

    test('a schema makes the answer JSON of that schema', async () => {
      const format = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
      const { text } = await stream(['tiny-chat', 'hi', { format, think: false }]);
      expect(JSON.parse(text)).toEqual({ a: expect.any(Number) });
    });

    test('the name of a schema, and options that the daemon does not know, are no error', async () => {
      const format = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: { a: { type: 'integer' } },
        required: ['a'],
      };
      const options = { no_such_option: { deep: [1] } };
      const { text } = await stream(['tiny-chat', 'hi', { format, options, think: false }]);
      expect(JSON.parse(text)).toEqual({ a: expect.any(Number) });
    });

    test.each(['-1', -1, '10m', 600, '0', 0])('keep-alive %j is understood', async (keepAlive) => {
      const { text } = await stream(['tiny-chat', 'hi', { keepAlive, think: false }]);
      expect(text).toBe('Direct answer.');
    });

    test.each(thinkers)(
      '%s: strictly, a prompt longer than the context is refused',
      async (model) => {
        const long = 'a'.repeat(1500);
        await expect(
          stream([model, long, { contextLength: 1024, strictContext: true }]),
        ).rejects.toMatchObject({
          code: 'CONTEXT_OVERFLOW',
        });
      },
    );

    test('a real model at temperature 0 knows the capital of France', async () => {
      const { text } = await stream([
        'smollm2:135m',
        'What is the capital of France?',
        { temperature: 0 },
      ]);
      expect(text).toContain('Paris');
    });
  });

  describe('images', () => {
    const withImage = (model: string, data: Uint8Array | string) =>
      collect(
        provider().generateMessages({
          model,
          think: false,
          messages: [
            {
              role: 'user',
              content: [
                { type: 'text', text: 'What is this?' },
                { type: 'image_url', image: { data } },
              ],
            },
          ],
        }),
      );

    test.each([
      ['bytes', onePixelPng],
      ['base64', onePixelPng.toString('base64')],
      ['a data URL', `data:image/png;base64,${onePixelPng.toString('base64')}`],
    ])('an image given as %s is seen by a model with vision', async (_form, data) => {
      expect((await withImage('tiny-vision', data)).text).toBe('I see an image.');
    });

    test('a model without vision is not sent an image', async () => {
      await expect(withImage('tiny-chat', onePixelPng)).rejects.toMatchObject({
        code: 'MODEL_LACKS_CAPABILITY',
        message: expect.stringContaining('cannot read images'),
      });
    });

    test.each(['/etc/hostname', 'http://127.0.0.1/cat.png', 'not an image', ''])(
      '%j is not an image',
      async (data) => {
        await expect(withImage('tiny-vision', data)).rejects.toMatchObject({
          code: 'IMAGE_INVALID',
        });
      },
    );
  });
}
