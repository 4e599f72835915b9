import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  errorLine,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, play, providerOf, question } from '../scripted.ts';

const part = chatLine({ thinking: 'hm' }) + chatLine({ content: 'so far' });
const kept = { partialText: 'so far', partialThinking: 'hm' };
const nested = JSON.stringify({
  error: { code: 500, message: 'CUDA error: out of memory', type: 'server_error' },
});

describe('a stream that goes wrong', () => {
  test.each([
    [
      'an error line',
      [
        {
          send:
            part + errorLine('an error was encountered while running the model: unexpected EOF'),
        },
      ],
      'MODEL_CRASHED',
    ],
    [
      'an error line whose text is JSON',
      [{ send: part + errorLine(nested) }],
      'MODEL_OUT_OF_MEMORY',
    ],
    ['a close without the last chunk', [{ send: part }, { cut: true }], 'OLLAMA_CONNECTION_LOST'],
    ['an end without a done line', [{ send: part }], 'OLLAMA_STREAM_TRUNCATED'],
    [
      'half a line at the end',
      [{ send: `${part}{"message":{"content":"ha` }],
      'OLLAMA_STREAM_TRUNCATED',
    ],
    [
      'a garbage line in the middle',
      [{ send: `${part}garbage\n${doneLine()}` }],
      'OLLAMA_BAD_STREAM',
    ],
    ['a line that is no object', [{ send: `${part}42\n${doneLine()}` }], 'OLLAMA_BAD_STREAM'],
  ] as const)('%s is a typed error that keeps the text', async (_name, script, code) => {
    const { error } = await play(script);
    expect(error).toMatchObject({ code, details: kept });
  });

  test('a reset after the reader had the text is an error that keeps it', async () => {
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const daemon = await daemonThatPlays([{ send: part }, { waitFor: gate }, { reset: true }]);
    const stream = providerOf(daemon).generateMessages(question());
    await stream.next();
    const rest = outcomeOf(stream);
    goOn();
    expect((await rest).error).toMatchObject({ code: 'OLLAMA_CONNECTION_LOST', details: kept });
  });

  test('a body cut by a proxy that closes the connection is an error', async () => {
    const { error } = await play([
      { status: 200, headers: { connection: 'close' } },
      { send: part },
      { end: true },
    ]);
    expect(error).toMatchObject({ code: 'OLLAMA_STREAM_TRUNCATED', details: kept });
  });

  test('an error as the first line is an error', async () => {
    const { error, items } = await play([
      { send: errorLine('model requires more system memory (8.4 GiB) than is available') },
    ]);
    expect(items).toEqual([]);
    expect(error).toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      message: expect.stringContaining('8.4 GiB'),
    });
  });

  test('a web page under status 200 is not Ollama', async () => {
    const page = '<!DOCTYPE html><html><body>Welcome</body></html>';
    const { error } = await play([
      { status: 200, headers: { 'content-type': 'text/html' } },
      { send: page },
    ]);
    expect(error).toMatchObject({ code: 'OLLAMA_NOT_OLLAMA' });
  });

  test('words that call themselves a web page are not Ollama', async () => {
    const { error } = await play([
      { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } },
      { send: 'Welcome' },
    ]);
    expect(error).toMatchObject({ code: 'OLLAMA_NOT_OLLAMA' });
  });

  test('silence within an answer ends by the idle limit', async () => {
    const { error } = await play([{ send: part }, { stall: true }], {}, { idleTimeoutMs: 50 });
    expect(error).toMatchObject({ code: 'OLLAMA_TIMEOUT', details: kept });
  });

  test('nothing is printed, and a chunk without a message is passed over', async () => {
    const { text, error } = await play([
      { send: `{"done":false}\n${chatLine({ content: 'a' })}${doneLine()}` },
    ]);
    expect([text, error]).toEqual(['a', undefined]);
  });

  test('an odd time of creation and missing figures are fine: what is absent stays absent', async () => {
    const { items, error } = await play([
      { send: '{"created_at":"soon","message":{"content":"a"},"done":true}\n' },
    ]);
    expect(error).toBeUndefined();
    expect(items).toEqual([
      { type: 'chunk', content: 'a' },
      { type: 'chunk', content: '', done: true, usage: { contextLength: 4096 } },
    ]);
  });

  test('the reason of the end is told', async () => {
    const { items } = await play([{ send: doneLine({ done_reason: 'length' }) }]);
    expect(items.at(-1)).toMatchObject({ usage: { doneReason: 'length' } });
  });
});
