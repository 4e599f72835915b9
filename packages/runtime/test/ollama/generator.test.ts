import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, play, providerOf, question } from '../scripted.ts';

const one = chatLine({ content: 'one' });
const two = chatLine({ content: 'two' });

/** A step that waits until it is told to go on. */
function gate() {
  let open: () => void = () => {};
  const waitFor = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { step: { waitFor }, open };
}

describe('the generator of an answer', () => {
  test('sends nothing before it is asked for the first item', async () => {
    const daemon = await daemonThatPlays([{ send: one + doneLine() }]);
    const stream = providerOf(daemon).generateMessages(question());
    expect(await stream.return()).toEqual({ value: undefined, done: true });
    expect(await stream.next()).toEqual({ value: undefined, done: true });
    expect(daemon.requests).toEqual([]);
  });

  test('sends nothing with a signal that is aborted already', async () => {
    const daemon = await daemonThatPlays();
    const { error } = await outcomeOf(
      providerOf(daemon).generateMessages(question({ signal: AbortSignal.abort() })),
    );
    expect(error).toMatchObject({ code: 'CANCELLED' });
    expect(daemon.requests).toEqual([]);
  });

  test('answers several questions for items in their order', async () => {
    const daemon = await daemonThatPlays([{ send: one + two + doneLine() }]);
    const stream = providerOf(daemon).generateMessages(question());
    const results = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()]);
    expect(results).toMatchObject([
      { value: { content: 'one' }, done: false },
      { value: { content: 'two' }, done: false },
      { value: { done: true }, done: false },
      { value: undefined, done: true },
    ]);
  });

  test('gives what it has before the next line has come', async () => {
    const { step, open } = gate();
    const daemon = await daemonThatPlays([{ send: one }, step, { send: two + doneLine() }]);
    const stream = providerOf(daemon).generateMessages(question());
    expect(await stream.next()).toMatchObject({ value: { content: 'one' } });
    open();
    expect(await stream.next()).toMatchObject({ value: { content: 'two' } });
    await stream.return();
  });

  test('ends a waiting question when it is left', async () => {
    const daemon = await daemonThatPlays([{ send: one }, { stall: true }]);
    const stream = providerOf(daemon).generateMessages(question());
    const seen = daemon.nextRequest('/api/chat');
    await stream.next();
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await (await seen).closed).toBe('aborted');
  });

  test('closes the socket when an error is thrown into it', async () => {
    const daemon = await daemonThatPlays([{ send: one }, { stall: true }]);
    const stream = providerOf(daemon).generateMessages(question());
    const seen = daemon.nextRequest('/api/chat');
    await stream.next();
    await expect(stream.throw(new Error('mine'))).rejects.toThrow('mine');
    expect(await (await seen).closed).toBe('aborted');
  });

  test('throws an error once and is over then', async () => {
    const daemon = await daemonThatPlays([{ send: one }]);
    const stream = providerOf(daemon).generateMessages(question());
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ code: 'OLLAMA_STREAM_TRUNCATED' });
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  test('gives the lines before a damaged one, then the error', async () => {
    const { items, error } = await play([{ send: `${one}${two}garbage\n${doneLine()}` }]);
    expect(items).toMatchObject([{ content: 'one' }, { content: 'two' }]);
    expect(error).toMatchObject({ code: 'OLLAMA_BAD_STREAM', details: { partialText: 'onetwo' } });
  });

  test('gives nothing after the last chunk, whatever the daemon sends', async () => {
    const { items, error } = await play([{ send: one + doneLine() + two + doneLine() }]);
    expect(error).toBeUndefined();
    expect(items).toMatchObject([{ content: 'one' }, { done: true }]);
  });

  test('is over at the last line, though the body does not end; the socket is closed then', async () => {
    const daemon = await daemonThatPlays([{ send: one + doneLine() }, { stall: true }]);
    const seen = daemon.nextRequest('/api/chat');
    const { items, error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect([items.length, error]).toEqual([2, undefined]);
    expect(await (await seen).closed).toBe('aborted');
  });

  test('tells an abort at once, with the text so far, and forgets what was not taken', async () => {
    const daemon = await daemonThatPlays([{ send: one + two }, { stall: true }]);
    const controller = new AbortController();
    const stream = providerOf(daemon).generateMessages(question({ signal: controller.signal }));
    await stream.next();
    controller.abort(new Error('enough'));
    await expect(stream.next()).rejects.toMatchObject({
      code: 'CANCELLED',
      cause: { message: 'enough' },
      details: { partialText: expect.stringMatching(/^one/) },
    });
  });

  test('stops reading from the socket while nobody asks for more, and reads on then', async () => {
    const line = chatLine({ content: 'x'.repeat(16 * 1024) });
    let sentBytes = 0;
    const server = createServer((request, response) => {
      request.resume();
      response.on('error', () => {});
      const send = () => {
        while (!response.destroyed && response.write(line)) sentBytes += line.length;
        sentBytes += line.length;
        response.once('drain', send);
      };
      send();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const stream = providerOf({ url: `http://127.0.0.1:${port}` }).generateMessages(
      question({ contextLength: 'leave' }),
    );
    await stream.next();
    let before = -1;
    const isStill = () => {
      const still = sentBytes === before;
      before = sentBytes;
      return still;
    };
    await expect.poll(isStill, { interval: 100, timeout: 10_000 }).toBe(true);
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
    let taken = 0;
    while (taken < 2 * before) {
      const { value } = await stream.next();
      taken += value?.type === 'chunk' ? value.content.length : 0;
    }
    await stream.return();
    server.close();
    await once(server, 'close');
  });
});
