import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTcpProxy } from '../support/src/network/tcp-proxy.ts';
import type { TcpProxy } from '../support/src/network/tcp-proxy.ts';
import { ask, collect, providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

/** What every daemon must see and survive on its sockets. A proxy before it sees the closing. */
export function describeConnection(getDaemon: () => ContractDaemon): void {
  describe('connections', () => {
    let proxy: TcpProxy;
    beforeEach(async () => {
      proxy = await startTcpProxy(getDaemon().url);
    });
    afterEach(() => proxy.close());

    /** Starts an endless answer; gives the stream after its first chunk and the connection that carries it. */
    async function startEndless(signal?: AbortSignal) {
      const connected = proxy.nextConnection();
      const stream = providerOf(proxy).generateMessages(
        ask('tiny-loop', 'go', signal ? { signal } : {}),
      );
      const first = await stream.next();
      expect(first.done).toBe(false);
      return { stream, connection: await connected };
    }

    test('an abort ends the answer with the text so far and closes the socket', async () => {
      const controller = new AbortController();
      const { stream, connection } = await startEndless(controller.signal);
      controller.abort();
      await expect(collect(stream)).rejects.toMatchObject({
        code: 'CANCELLED',
        details: { partialText: expect.stringMatching(/loop/) },
      });
      expect(await connection.closed).toBe('client');
    });

    test('leaving the loop closes the socket', async () => {
      const { stream, connection } = await startEndless();
      await stream.return();
      expect(await connection.closed).toBe('client');
    });

    test('an abort before the start sends nothing', async () => {
      const stream = providerOf(proxy).generateMessages(
        ask('tiny-loop', 'go', { signal: AbortSignal.abort() }),
      );
      await expect(collect(stream)).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(proxy.connections).toEqual([]);
    });

    test.each([
      [
        'an answer',
        (signal: AbortSignal) =>
          collect(providerOf(proxy).generateMessages(ask('tiny-loop', 'go', { signal }))),
      ],
      [
        'vectors',
        (signal: AbortSignal) =>
          providerOf(proxy).embed({ model: 'tiny-embed', text: 'cat', signal }),
      ],
      ['facts', (signal: AbortSignal) => providerOf(proxy).getModelFacts('tiny-chat', { signal })],
    ])('an abort before %s begin ends the caller and closes the socket', async (_what, start) => {
      const connected = proxy.nextConnection();
      const controller = new AbortController();
      const outcome = start(controller.signal).catch((error: unknown) => error);
      const connection = await connected;
      controller.abort();
      expect(await outcome).toMatchObject({ code: 'CANCELLED' });
      expect(await connection.closed).toBe('client');
    });

    test.each([
      ['an address to listen on', (port: string) => `0.0.0.0:${port}`],
      ['the route of another protocol', (port: string) => `http://127.0.0.1:${port}/v1/`],
      ['the route of the daemon', (port: string) => ` 127.0.0.1:${port}/api `],
    ])('the daemon is reached by %s', async (_form, form) => {
      const url = form(new URL(proxy.url).port);
      expect(await providerOf({ url }).status()).toMatchObject({ state: 'ready' });
      const { text } = await collect(
        providerOf({ url }).generateMessages(ask('tiny-chat', 'hi', { think: false })),
      );
      expect(text).toBe('Direct answer.');
    });

    test('aborting one answer leaves another alive', async () => {
      const controller = new AbortController();
      const aborted = await startEndless(controller.signal);
      const other = providerOf(proxy).generateMessages(ask('tiny-chat', 'hi', { think: false }));
      controller.abort();
      await expect(collect(aborted.stream)).rejects.toMatchObject({ code: 'CANCELLED' });
      expect((await collect(other)).text).toBe('Direct answer.');
    });

    test('a connection that breaks in the middle is an error that keeps the text', async () => {
      const { stream } = await startEndless();
      proxy.cut();
      await expect(collect(stream)).rejects.toMatchObject({
        code: 'OLLAMA_CONNECTION_LOST',
        details: { partialText: expect.stringMatching(/loop/) },
      });
    });

    test('where no daemon is, the status says so and lists are empty', async () => {
      await proxy.close();
      const provider = providerOf(proxy);
      expect(await provider.status()).toMatchObject({
        state: 'refused',
        cause: expect.any(String),
        remedy: expect.any(String),
      });
      expect(await provider.getAvailableLanguageModels()).toEqual([]);
      expect(await provider.getAvailableEmbeddingModels()).toEqual([]);
      await expect(
        collect(provider.generateMessages(ask('tiny-chat', 'hi'))),
      ).rejects.toMatchObject({
        code: 'OLLAMA_UNREACHABLE',
        hint: expect.stringContaining('ollama serve'),
      });
      proxy = await startTcpProxy(getDaemon().url);
    });
  });
}
