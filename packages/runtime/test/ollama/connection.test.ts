import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { closeConnections, OllamaProvider } from '@nodetool-ai/runtime';
import { afterEach, describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  jsonScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { isLoopback } from '../../src/ollama/connection/loopback.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

const toClose: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(toClose.splice(0).map((close) => close())));

/** A server that speaks TCP and nothing else; says what it is told at each connection. */
async function tcpServer(greeting?: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (greeting === '') socket.end();
    else if (greeting !== undefined) socket.write(greeting);
    toClose.push(async () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  toClose.push(() => {
    server.close();
    return once(server, 'close');
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
  return (server.address() as AddressInfo).port;
}

const errorAt = async (url: string, limits = {}) =>
  (await outcomeOf(providerOf({ url }, limits).generateMessages(question()))).error;

describe('a daemon that cannot be reached', () => {
  test('because nobody listens says how to start it', async () => {
    const daemon = await daemonThatPlays();
    await daemon.kill();
    expect(await errorAt(daemon.url)).toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      message: expect.stringContaining(daemon.url),
      hint: expect.stringContaining('ollama serve'),
      action: { kind: 'start-ollama' },
    });
  });

  test('because its name is unknown says so', async () => {
    expect(await errorAt('http://no-such-host.invalid:11434')).toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      action: { kind: 'open-settings' },
    });
  });

  test('because the connection is never made ends by its limit', async () => {
    // TLS that never answers is a connection that is never made.
    const port = await tcpServer();
    const error = await errorAt(`https://127.0.0.1:${port}`, { connectTimeoutMs: 100 });
    expect(error).toMatchObject({ code: 'OLLAMA_TIMEOUT' });
  });

  test('because it speaks no HTTP is not Ollama', async () => {
    const port = await tcpServer('SSH-2.0-OpenSSH_9.2\r\n');
    expect(await errorAt(`http://127.0.0.1:${port}`)).toMatchObject({ code: 'OLLAMA_NOT_OLLAMA' });
    expect(await providerOf({ url: `http://127.0.0.1:${port}` }).status()).toMatchObject({
      state: 'not-ollama',
    });
  });

  test('because it hangs up at once has lost the connection', async () => {
    const port = await tcpServer('');
    expect(await errorAt(`http://127.0.0.1:${port}`)).toMatchObject({
      code: 'OLLAMA_CONNECTION_LOST',
    });
  });

  test('because it speaks no TLS says so', async () => {
    const daemon = await daemonThatPlays();
    expect(await errorAt(daemon.url.replace('http:', 'https:'))).toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      message: expect.stringContaining('secure'),
    });
  });
});

describe('waiting for a daemon', () => {
  test('for headers has no limit unless one is set', async () => {
    const daemon = await daemonThatPlays([{ waitFor: new Promise(() => {}) }]);
    expect(await errorAt(daemon.url, { firstByteTimeoutMs: 50 })).toMatchObject({
      code: 'OLLAMA_TIMEOUT',
      details: { partialText: '', timeoutMs: 50 },
    });
  });

  test('in silence begins anew with every piece', async () => {
    const limitMs = 800;
    const part = { send: chatLine({ content: 'a' }) };
    // Six pauses of a quarter of the limit are longer than the limit.
    const pauses = Array.from(
      { length: 6 },
      () => [{ pauseMs: limitMs / 4 }, part] as const,
    ).flat();
    const server = createHttpServer((request, response) => {
      request.resume();
      response.writeHead(200).write(part.send);
      const play = async () => {
        for (const step of pauses) {
          if ('pauseMs' in step) await setTimeout(step.pauseMs);
          else response.write(step.send);
        }
        response.end(doneLine());
      };
      play().catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    toClose.push(async () => server.close());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
    const { port } = server.address() as AddressInfo;
    expect(await errorAt(`http://127.0.0.1:${port}`, { idleTimeoutMs: limitMs })).toBeUndefined();
  });

  test('in silence is longer where a model may write a call', async () => {
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const daemon = await daemonThatPlays([
      { send: chatLine({ content: 'a' }) },
      { waitFor: gate },
      { send: doneLine() },
    ]);
    const provider = providerOf(daemon, { idleTimeoutMs: 30 });
    const withTools = outcomeOf(provider.generateMessages(question({ tools: [{ name: 'f' }] })));
    const without = await outcomeOf(provider.generateMessages(question()));
    expect(without.error).toMatchObject({ code: 'OLLAMA_TIMEOUT' });
    goOn();
    expect((await withTools).error).toBeUndefined();
  });

  test('for the status ends by its limit', async () => {
    const daemon = await daemonThatPlays();
    daemon.on('GET /api/version', [{ waitFor: new Promise(() => {}) }]);
    expect(await providerOf(daemon, { statusTimeoutMs: 50 }).status()).toMatchObject({
      state: 'timeout',
      cause: expect.stringContaining('0.05 s'),
    });
  });

  test('for a list ends by its limit, and the list is empty', async () => {
    const daemon = await daemonThatPlays();
    daemon.on('GET /api/tags', [{ waitFor: new Promise(() => {}) }]);
    const provider = providerOf(daemon, { askTimeoutMs: 50 });
    await expect(provider.listModelFacts()).rejects.toMatchObject({ code: 'OLLAMA_TIMEOUT' });
    expect(await provider.getAvailableLanguageModels()).toEqual([]);
  });

  test('for a list that is aborted is no empty list', async () => {
    const daemon = await daemonThatPlays();
    const signal = AbortSignal.abort();
    await expect(providerOf(daemon).getAvailableLanguageModels({ signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('redirects', () => {
  test.each([
    [
      'an answer',
      (provider: OllamaProvider) =>
        outcomeOf(provider.generateMessages(question())).then(({ error }) => error),
    ],
    [
      'vectors',
      (provider: OllamaProvider) =>
        provider
          .generateEmbedding({ model: 'tiny-embed', text: 'x' })
          .catch((error: unknown) => error),
    ],
    [
      'a list',
      (provider: OllamaProvider) => provider.listModelFacts().catch((error: unknown) => error),
    ],
  ])('are refused for %s, and the other place is never asked', async (_what, ask) => {
    const other = await daemonThatPlays();
    const daemon = await daemonThatPlays();
    const away = [{ status: 307, headers: { location: `${other.url}/secret?token=marker` } }];
    for (const route of ['POST /api/chat', 'POST /api/embed', 'POST /api/show', 'GET /api/tags'])
      daemon.on(route, away);
    const error = await ask(providerOf(daemon));
    expect(error).toMatchObject({
      code: 'OLLAMA_REDIRECT_REFUSED',
      details: { target: other.url },
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('marker');
    expect(other.requests).toEqual([]);
  });
});

describe('the key', () => {
  async function headersAt(host: string): Promise<IncomingHttpHeaders> {
    let seen: IncomingHttpHeaders = {};
    const answer: RequestListener = (request, response) => {
      seen = request.headers;
      response.end('{"version":"1.0.0"}');
    };
    const server = createHttpServer(answer).listen(0, host);
    await once(server, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const provider = new OllamaProvider({
      OLLAMA_API_URL: `http://${host}:${port}`,
      OLLAMA_API_KEY: ' marker ',
    });
    expect(await provider.status()).toMatchObject({ state: 'ready' });
    await closeConnections();
    server.close();
    return seen;
  }

  test('never goes to this machine', async () => {
    expect(await headersAt('127.0.0.1')).not.toHaveProperty('authorization');
  });

  const elsewhere = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((address) => !address.internal && address.family === 'IPv4')?.address;

  test.skipIf(elsewhere === undefined)('goes to a daemon elsewhere', async () => {
    expect(await headersAt(elsewhere ?? '')).toMatchObject({ authorization: 'Bearer marker' });
  });

  test.each([
    ['http://localhost:11434', true],
    ['http://api.localhost', true],
    ['http://127.1:11434', true],
    ['http://127.200.0.1', true],
    ['http://[::1]:11434', true],
    ['http://[::ffff:127.0.0.1]', true],
    ['http://0.0.0.0', true],
    ['https://ollama.com', false],
    ['http://192.168.1.5', false],
    ['http://localhost.example.org', false],
    ['http://127.example.org', false],
    ['http://[::2]', false],
  ])('knows that %s being this machine is %j', (url, expected) => {
    expect(isLoopback(url)).toBe(expected);
  });
});

describe('sockets', () => {
  test('are shared by providers of one address and closed on demand', async () => {
    const sockets = new Set<unknown>();
    let closed = 0;
    const server = createHttpServer((_request, response) => response.end('{"version":"1.0.0"}'));
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => (closed += 1));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    await providerOf({ url }).status();
    // The client sees that its socket is free in one of the next turns.
    for (const _ of [1, 2, 3]) await setImmediate();
    await providerOf({ url: `${url}/v1/` }).status();
    expect(sockets.size).toBe(1);
    await closeConnections();
    await expect.poll(() => closed).toBe(1);
    expect(await providerOf({ url }).status()).toMatchObject({ state: 'ready' });
    await closeConnections();
    server.close();
    await once(server, 'close');
  });

  test('that are idle do not keep the program alive', async () => {
    const daemon = await daemonThatPlays();
    const held = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const before = held();
    await providerOf(daemon).status();
    // The server's end of the socket counts, ours does not.
    await expect.poll(() => held() - before).toBe(1);
  });

  test('carry the path of an address that has one', async () => {
    const daemon = await daemonThatPlays();
    daemon.on('GET /base/api/version', jsonScript({ version: '1.2.3' }));
    expect(await providerOf({ url: `${daemon.url}/base/` }).status()).toEqual({
      state: 'ready',
      url: `${daemon.url}/base`,
      version: '1.2.3',
    });
  });
});
