import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { inspect } from 'node:util';
import { closeConnections, createDefaultRegistry, OllamaHostPool } from '@nodetool-ai/runtime';
import { afterEach, describe, expect, test } from 'vitest';
import { daemonThatPlays, outcomeOf, question } from '../scripted.ts';
import { poolOf, refusal } from './pool.ts';

const closers: (() => void)[] = [];

afterEach(async () => {
  await closeConnections();
  for (const close of closers.splice(0)) close();
});

const elsewhere = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find((address) => !address.internal && address.family === 'IPv4')?.address;

/** A server that is not on loopback, and the keys that it was sent. */
async function serverElsewhere(answer: RequestListener) {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    answer(request, response);
  });
  server.listen(0, elsewhere);
  await once(server, 'listening');
  closers.push(() => server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return { keys, url: `http://${elsewhere}:${port}` };
}

const noMemory: RequestListener = (_request, response) => {
  response.statusCode = 500;
  response.end('{"error":"out of memory"}');
};

describe.skipIf(elsewhere === undefined)('keys of hosts elsewhere', () => {
  test('go to their own host alone, also when another takes over', async () => {
    const [one, two, none] = [
      await serverElsewhere(noMemory),
      await serverElsewhere(noMemory),
      await serverElsewhere(noMemory),
    ];
    const here = await daemonThatPlays();
    const registry = createDefaultRegistry({
      OLLAMA_HOSTS: `one=${one.url},two=${two.url},none=${none.url},here=${here.url}`,
      OLLAMA_FALLBACK: 'm@one -> m@two -> m@none -> tiny-chat@here',
      OLLAMA_API_KEY: 'marker-general',
      OLLAMA_API_KEY_ONE: 'marker-one',
      OLLAMA_API_KEY_HERE: 'marker-here',
    });
    const secrets: Record<string, string> = { OLLAMA_API_KEY_TWO: 'marker-two' };
    const pool = await registry.getProvider('ollama', (name) => secrets[name]);
    const { usage } = await pool.generateMessage(
      question({ model: 'm@one', contextLength: 'leave' }),
    );
    await pool.status();
    expect(usage.host).toBe('here');
    expect(new Set(one.keys)).toEqual(new Set(['Bearer marker-one']));
    expect(new Set(two.keys)).toEqual(new Set(['Bearer marker-two']));
    expect(new Set(none.keys)).toEqual(new Set([undefined]));
    expect(here.requests.length).toBeGreaterThan(0);
    for (const { headers } of here.requests)
      expect(JSON.stringify(headers)).not.toContain('marker');
  });

  test('do not follow where a host sends its requests on to', async () => {
    const target = await serverElsewhere(noMemory);
    const host = await serverElsewhere((_request, response) => {
      response.writeHead(307, { location: `${target.url}/api/chat` });
      response.end();
    });
    const pool = new OllamaHostPool({
      hosts: [{ name: 'one', url: host.url, role: 'remote', priority: 0 }],
      apiKeys: new Map([['one', 'marker-one']]),
    });
    const { error } = await outcomeOf(pool.generateMessages(question({ model: 'm@one' })));
    expect(error).toMatchObject({ code: 'OLLAMA_REDIRECT_REFUSED' });
    expect(host.keys.length).toBeGreaterThan(0);
    expect(target.keys).toEqual([]);
  });

  test('stand in nothing that is shown, not even when a host repeats them', async () => {
    const host = await serverElsewhere((request, response) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ error: `you sent ${request.headers.authorization}` }));
    });
    const pool = new OllamaHostPool({
      hosts: [
        { name: 'one', url: host.url, role: 'remote', priority: 0 },
        { name: 'two', url: host.url, role: 'cloud', priority: 0 },
      ],
      apiKeys: new Map([
        ['one', 'marker-one'],
        ['two', 'marker-two'],
      ]),
    });
    const { error } = await outcomeOf(pool.generateMessages(question({ model: 'm@one' })));
    const lists = await pool.listModelFacts().catch((thrown: unknown) => thrown);
    const shown = [error, lists, await pool.status(), await pool.hosts(), pool, pool.host('one')];
    expect(host.keys).toContain('Bearer marker-one');
    for (const value of shown) {
      expect(String(value)).not.toContain('marker');
      expect(JSON.stringify(value)).not.toContain('marker');
      expect(inspect(value, { depth: Infinity, showHidden: true })).not.toContain('marker');
    }
    expect(String(error)).toContain('you sent Bearer ***');
  });
});

test('a key of a host on this machine is sent to nobody', async () => {
  const { pool, daemons } = await poolOf(
    { here: 'local', tunnel: 'remote', service: 'cloud' },
    {
      apiKeys: new Map([
        ['here', 'marker'],
        ['tunnel', 'marker'],
        ['service', 'marker'],
      ]),
    },
  );
  daemons.here.on('POST /api/chat', refusal(500, 'out of memory'));
  await pool.generateMessage(question());
  await pool.generateMessage(question({ model: 'tiny-chat@service' }));
  await pool.generateEmbedding({ model: 'tiny-embed', text: 'a' });
  await pool.hosts();
  const requests = Object.values(daemons).flatMap((daemon) => daemon.requests);
  expect(requests.length).toBeGreaterThan(6);
  for (const { headers, body } of requests)
    expect(JSON.stringify([headers, body])).not.toContain('marker');
});
