import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { closeConnections, OllamaProvider } from '@nodetool-ai/runtime';
import type { GenerateRequest } from '@nodetool-ai/runtime';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  chatLine,
  doneLine,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, play, providerOf, question } from '../scripted.ts';

const toClose: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(toClose.splice(0).map((close) => close())));

const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
const elsewhere = addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
const hasIpv6 = addresses.some(({ address }) => address === '::1');
const good = linesScript(chatLine({ content: 'seen' }), doneLine());

/** A server at the address that answers all requests with status, headers and text; keeps what it was sent. */
async function serverAt(
  host: string,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  text = '',
) {
  const bodies: string[] = [];
  const keys: (string | undefined)[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push((await buffer(request)).toString());
    keys.push(request.headers.authorization);
    response.writeHead(status, headers).end(text);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, host);
  await once(server, 'listening');
  toClose.push(async () => {
    await closeConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return { port, bodies, keys };
}

describe('a redirect', () => {
  const asks = question({ think: false, contextLength: 'leave' });

  test.skipIf(elsewhere === undefined).each([301, 302, 303, 307, 308])(
    'with %i takes neither the prompt nor the key to the other place, and nothing is sent twice',
    async (status) => {
      const other = await daemonThatPlays(good);
      const host = elsewhere ?? '';
      const first = await serverAt(host, status, { location: `${other.url}/api/chat` });
      const provider = new OllamaProvider({
        OLLAMA_API_URL: `http://${host}:${first.port}`,
        OLLAMA_API_KEY: 'marker',
      });
      const { error } = await outcomeOf(provider.generateMessages(asks));
      expect(error).toMatchObject({ code: 'OLLAMA_REDIRECT_REFUSED' });
      expect(first.keys).toEqual(['Bearer marker']);
      expect(first.bodies).toHaveLength(1);
      expect(other.requests).toEqual([]);
    },
  );

  test('is refused for vectors in base64 too', async () => {
    const other = await daemonThatPlays();
    const daemon = await daemonThatPlays();
    daemon.on('POST /v1/embeddings', [
      { status: 307, headers: { location: `${other.url}/v1/embeddings` } },
    ]);
    const asked = providerOf(daemon).embed({ model: 'tiny-embed', text: 'x', route: 'base64' });
    await expect(asked).rejects.toMatchObject({ code: 'OLLAMA_REDIRECT_REFUSED' });
    expect(other.requests).toEqual([]);
  });

  test('is not followed for the status', async () => {
    const other = await daemonThatPlays();
    const daemon = await daemonThatPlays();
    daemon.on('GET /api/version', [
      { status: 302, headers: { location: `${other.url}/api/version` } },
    ]);
    expect((await providerOf(daemon).status()).state).not.toBe('ready');
    expect(other.requests).toEqual([]);
  });
});

describe('the address of a host', () => {
  test.each([
    ['to listen on', (port: string) => `0.0.0.0:${port}`],
    [
      'to listen on, with scheme and the route of another protocol',
      (port: string) => `http://0.0.0.0:${port}/v1`,
    ],
    ['with the route of another protocol', (port: string) => `http://127.0.0.1:${port}/v1/`],
    ['with the route of the daemon', (port: string) => `127.0.0.1:${port}/api`],
    ['in blanks and quotes', (port: string) => ` "127.0.0.1:${port}/" `],
  ])('%s is reached', async (_form, form) => {
    const daemon = await daemonThatPlays(good);
    const url = form(new URL(daemon.url).port);
    const { text, error } = await outcomeOf(providerOf({ url }).generateMessages(question()));
    expect([text, error]).toEqual(['seen', undefined]);
  });

  test.skipIf(!hasIpv6)('to listen on, in IPv6, is reached', async () => {
    const { port } = await serverAt('::1', 200, {}, '{"version":"1.2.3"}');
    expect(await providerOf({ url: `[::]:${port}` }).status()).toMatchObject({ state: 'ready' });
  });

  test('keeps its path for answers and vectors, also before the route of another protocol', async () => {
    const daemon = await daemonThatPlays();
    daemon.on('POST /base/api/chat', good);
    const provider = providerOf({ url: `${daemon.url}/base/v1` });
    expect((await outcomeOf(provider.generateMessages(question()))).text).toBe('seen');
    await provider.embed({ model: 'tiny-embed', text: 'x' }).catch(() => {});
    expect(daemon.requests.length).toBeGreaterThan(1);
    for (const { path } of daemon.requests) expect(path).toMatch(/^\/base\/(api|v1)\//);
  });
});

describe('a string for an image', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  test.each(['data', 'uri'] as const)(
    'in the field %s never reads a file, and no place is asked',
    async (field) => {
      const folder = await mkdtemp(join(tmpdir(), 'image-'));
      toClose.push(() => rm(folder, { recursive: true }));
      const file = join(folder, 'real.png');
      await writeFile(file, png);
      const daemon = await daemonThatPlays();
      const forms = [file, pathToFileURL(file).href, `${daemon.url}/real.png`, '!?', 'data:,x'];
      for (const text of forms) {
        const image = field === 'data' ? { data: text } : { uri: text };
        const { error } = await outcomeOf(
          providerOf(daemon).generateMessages({
            model: 'tiny-vision',
            messages: [{ role: 'user', content: [{ type: 'image_url', image }] }],
          }),
        );
        expect(error, text).toMatchObject({ code: 'IMAGE_INVALID' });
      }
      expect(daemon.requests).toEqual([]);
    },
  );
});

describe('a request', () => {
  async function sent(rest: Partial<GenerateRequest>) {
    const daemon = await daemonThatPlays(good);
    await outcomeOf(providerOf(daemon).generateMessages(question(rest)));
    return daemon.requests.find(({ path }) => path === '/api/chat')?.body;
  }

  test('hands on options that nobody knows, as they are', async () => {
    const options = { a_new_option: { deep: [1] }, another: 'x', off: false, zero: 0 };
    expect(await sent({ options })).toMatchObject({ options });
  });

  test('keeps an argument that is named like the name of a schema', async () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { $schema: { type: 'string' } },
    };
    const { $schema: _, ...rest } = schema;
    expect(await sent({ format: schema })).toMatchObject({ format: rest });
    expect(await sent({ format: schema })).not.toHaveProperty('format.$schema');
  });
});

test('nothing is written, on any way to the console, whatever a stream does', async () => {
  const written: unknown[] = [];
  const note = (text: unknown) => written.push(text) > 0;
  const onWarning = (warning: Error) => note(warning.message);
  const spies = [
    ...[process.stdout, process.stderr].map((to) => vi.spyOn(to, 'write').mockImplementation(note)),
    ...(['debug', 'trace', 'dir', 'table'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(note),
    ),
  ];
  process.on('warning', onWarning);
  try {
    await play([{ send: `\n \n{"done":false}\n${doneLine()}` }]);
    await play([{ send: `${chatLine({ content: 'a' })}garbage\n` }]);
    await play([{ send: chatLine({ content: 'a' }) }, { cut: true }]);
    await play([{ status: 500 }, { send: 'odd' }]);
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.off('warning', onWarning);
  }
  expect(written).toEqual([]);
});
