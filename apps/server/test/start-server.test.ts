import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer as createHttpServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent } from '@nodetool-ai/graph';
import { afterEach, describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  startScriptedDaemon,
} from '../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { eventsFrom, eventsOf, QUESTION, startRun, workflowOf } from './follow-run.ts';
import { codeOf, makeHome, startTestServer } from './start-test-server.ts';

const daemons: ScriptedDaemon[] = [];
const others: Server[] = [];
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()));
  for (const other of others.splice(0)) other.close();
});

/** Another program that listens. */
async function occupy(host: string, port = 0): Promise<number> {
  const other = createHttpServer();
  others.push(other);
  other.listen(port, host);
  await once(other, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address always has an AddressInfo
  return (other.address() as AddressInfo).port;
}

const recordIn = (home: string, runId: string): RunEvent[] =>
  readFileSync(join(home, 'runs', runId, 'events.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => runEventSchema.parse(JSON.parse(text)));

describe('a server that starts', () => {
  test('answers on both loopback addresses, over the same routes', async () => {
    const server = await startTestServer();
    for (const address of ['127.0.0.1', '::1']) {
      const name = address.includes(':') ? `[${address}]` : address;
      const headers = { host: `${name}:${server.port}` };
      expect(await server.ask('/api/nodes', { address, headers })).toMatchObject({ status: 200 });
      expect(await server.ask('/', { address, headers })).toMatchObject({ status: 200 });
      const stranger = { ...headers, authorization: null };
      const refused = await server.ask('/api/nodes', { address, headers: stranger });
      expect(refused.status).toBe(401);
    }
    expect(server.isOpenToNetwork).toBe(false);
  });

  test('takes the next port when the first is taken', async () => {
    const taken = await occupy('127.0.0.1');
    const server = await startTestServer({ port: taken });
    expect(server.port).toBeGreaterThan(taken);
    expect(server.port).toBeLessThanOrEqual(taken + 50);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    const headers = { host: `127.0.0.1:${server.port}` };
    expect(await server.ask('/api/nodes', { headers })).toMatchObject({ status: 200 });
  });

  test('takes the next port when somebody else has it over IPv6 alone', async () => {
    const taken = await occupy('::1');
    const server = await startTestServer({ port: taken });
    expect(server.port).toBeGreaterThan(taken);
    const headers = { host: `[::1]:${server.port}` };
    const answer = await server.ask('/api/nodes', { address: '::1', headers });
    expect(answer.status).toBe(200);
  });

  test('beside another one takes a port of its own, and each has its own cookie', async () => {
    const first = await startTestServer();
    const second = await startTestServer({ port: first.port });
    expect(second.port).not.toBe(first.port);
    const cookies = [];
    for (const server of [first, second]) {
      const body = { token: server.token };
      const { headers } = await server.ask('/api/session', { method: 'POST', body });
      cookies.push(headers['set-cookie']?.[0]?.split('=')[0]);
    }
    expect(cookies).toEqual([`nodetool-${first.port}`, `nodetool-${second.port}`]);
  });

  test('says so when no port is free', async () => {
    await occupy('127.0.0.1', 65_535).catch(() => 'somebody else has it, which is as good');
    await expect(startTestServer({ port: 65_535 })).rejects.toMatchObject({
      code: 'ADDRESS_IN_USE',
    });
  });

  test('says so when the address is none of this machine', async () => {
    await expect(startTestServer({ host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'SETTING_INVALID',
    });
  });

  test('writes nothing before it is asked to', async () => {
    const home = join(makeHome(), 'not-there-yet');
    await startTestServer({ environment: { NODETOOL_HOME: home } });
    expect(existsSync(home)).toBe(false);
  });

  test('tells who may come in its version and when it was started', async () => {
    const server = await startTestServer();
    const { json } = await server.ask('/api/session');
    expect(json).toEqual({
      version: expect.stringMatching(/^\d+\./),
      startedAt: expect.any(Number),
    });
  });

  test('says that the editor is not built where it is not', async () => {
    const server = await startTestServer({ editor: { kind: 'folder', folder: makeHome() } });
    const answer = await server.ask('/');
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('not built');
    expect(await server.ask('/api/nodes')).toMatchObject({ status: 200 });
  });

  test('lets somebody else build the editor on demand, behind the same guards', async () => {
    const server = await startTestServer({
      editor: { kind: 'handler', handle: ({ url }, response) => response.end(`built ${url}`) },
    });
    const answer = await server.ask('/src/main.ts', { headers: { authorization: null } });
    expect(answer.text).toBe('built /src/main.ts');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    const foreign = await server.ask('/src/main.ts', { headers: { host: 'evil.example' } });
    expect(foreign.status).toBe(403);
    const api = await server.ask('/api/nothing-here', { headers: { authorization: null } });
    expect(codeOf(api)).toBe('TOKEN_REFUSED');
  });
});

describe('a server that is open to the network', () => {
  test('still demands the token, and a host that is its own', async () => {
    const server = await startTestServer({ host: '0.0.0.0' });
    expect(server.isOpenToNetwork).toBe(true);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family }) => family === 'IPv4');
    expect(own.length).toBeGreaterThan(0);
    for (const { address } of own) {
      const headers = { host: `${address}:${server.port}` };
      const known = await server.ask('/api/nodes', { address, headers });
      expect(known.status).toBe(200);
      const stranger = { ...headers, authorization: null };
      const unknown = await server.ask('/api/nodes', { address, headers: stranger });
      expect(codeOf(unknown)).toBe('TOKEN_REFUSED');
      for (const host of ['0.0.0.0', 'evil.example']) {
        const foreign = { host: `${host}:${server.port}` };
        const refused = await server.ask('/api/nodes', { address, headers: foreign });
        expect(codeOf(refused)).toBe('HOST_REFUSED');
      }
    }
  });

  test('has a random token where none is set', async () => {
    const server = await startTestServer({ host: '0.0.0.0', token: null });
    expect(server.token).toMatch(/^[\w-]{43}$/);
  });

  test('is not what a name of this machine makes of it', async () => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) {
      const server = await startTestServer({ host });
      expect(server.isOpenToNetwork).toBe(false);
      expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    }
  });
});

describe('a run whose program died', () => {
  const runId = '20260101T000000Z-0badcafe';
  const envelope = (seq: number) => ({ seq, runId, path: [], at: 1000 + seq });
  const begun: readonly RunEvent[] = [
    { type: 'run-start', ...envelope(0), workflowId: 'w' },
    { type: 'node-queue', nodeId: 'done', nodeType: 'x', ...envelope(1) },
    { type: 'node-queue', nodeId: 'running', nodeType: 'x', ...envelope(2) },
    { type: 'node-queue', nodeId: 'waiting', nodeType: 'x', ...envelope(3) },
    { type: 'node-start', nodeId: 'done', nodeType: 'x', ...envelope(4) },
    { type: 'node-start', nodeId: 'running', nodeType: 'x', ...envelope(5) },
    { type: 'node-end', nodeId: 'done', status: 'completed', durationMs: 1, ...envelope(6) },
  ];

  /** A data folder with a record that was cut in the middle of a line. */
  function homeWithCutRun(): string {
    const home = makeHome();
    const folder = join(home, 'runs', runId);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'events.ndjson');
    writeFileSync(file, begun.map((event) => `${JSON.stringify(event)}\n`).join(''));
    appendFileSync(file, '{"type":"node-delta","nodeId":"runn');
    return home;
  }

  test('is ended at the next start, with exactly one end for each node that had begun', async () => {
    const home = homeWithCutRun();
    const server = await startTestServer({ environment: { NODETOOL_HOME: home } });
    expect(server.interruptedRuns).toBe(1);
    const events = await eventsOf(server, runId);
    expect(events.slice(0, begun.length)).toEqual(begun);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index));
    const ends = events.filter((event) => event.type === 'node-end');
    expect(ends.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['done', 'completed'],
      ['running', 'failed'],
      ['waiting', 'skipped'],
    ]);
    expect(events.filter(({ type }) => type === 'run-end')).toHaveLength(1);
    const error = { code: 'RUN_INTERRUPTED' };
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'failed', error });
    expect((await server.ask(`/api/runs/${runId}`)).json).toMatchObject({ state: 'failed', error });
  });

  test('is ended once, however often the server is started', async () => {
    const home = homeWithCutRun();
    const environment = { NODETOOL_HOME: home };
    const first = await startTestServer({ environment });
    const record = recordIn(home, runId);
    await first.close();
    const second = await startTestServer({ environment });
    expect(second.interruptedRuns).toBe(0);
    expect(recordIn(home, runId)).toEqual(record);
  });

  test('is left alone while the program that writes it lives', async () => {
    const home = homeWithCutRun();
    writeFileSync(join(home, 'runs', runId, 'writer'), String(process.pid));
    const server = await startTestServer({ environment: { NODETOOL_HOME: home } });
    expect(server.interruptedRuns).toBe(0);
    expect((await server.ask(`/api/runs/${runId}`)).json).toMatchObject({ state: 'running' });
  });
});

describe('closing', () => {
  test('cancels what runs, and its record is complete', async () => {
    const daemon = await startScriptedDaemon();
    daemons.push(daemon);
    daemon.on('POST /api/chat', [{ stall: true }]);
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const asked = daemon.nextRequest('/api/chat');
    const runId = await startRun(server, QUESTION);
    const { closed } = await asked;
    await server.close();
    expect(await closed).toBe('aborted');
    const record = recordIn(server.home, runId);
    expect(record.at(-1)).toMatchObject({
      type: 'run-end',
      status: 'cancelled',
      error: { code: 'CANCELLED', message: 'The server was stopped.' },
    });
    expect(record.filter(({ type }) => type === 'node-end')).toHaveLength(2);
    expect(existsSync(join(server.home, 'runs', runId, 'writer'))).toBe(false);
    const next = await startTestServer({ environment: { NODETOOL_HOME: server.home } });
    expect(next.interruptedRuns).toBe(0);
  });

  test('tells who follows a run how it ended', async () => {
    const daemon = await startScriptedDaemon();
    daemons.push(daemon);
    daemon.on('POST /api/chat', [{ stall: true }]);
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const asked = daemon.nextRequest('/api/chat');
    const runId = await startRun(server, QUESTION);
    const events = eventsFrom(await server.open(`/api/runs/${runId}/events`));
    await asked;
    await server.close();
    expect((await events).at(-1)).toMatchObject({ type: 'run-end', status: 'cancelled' });
  });

  test.each(['127.0.0.1', '::1'])(
    'does not wait for who has sent half of a request over %s',
    async (host) => {
      const server = await startTestServer();
      const sent = request({
        host,
        port: server.port,
        path: '/api/validate',
        method: 'POST',
        headers: {
          authorization: `Bearer ${server.token}`,
          'content-type': 'application/json',
          'content-length': 100,
          expect: '100-continue',
        },
      });
      const cut = once(sent, 'error');
      const continued = once(sent, 'continue');
      sent.flushHeaders();
      await continued;
      sent.write('{');
      await server.close();
      const [error]: unknown[] = await cut;
      expect(error).toMatchObject({ code: 'ECONNRESET' });
    },
  );

  test('does not wait for who follows a run without reading', async () => {
    const daemon = await startScriptedDaemon();
    daemons.push(daemon);
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const workflow = workflowOf({
      a: ['nodetool.text.Generate', { model: 'tiny-chat', prompt: 'x' }],
    });
    const piece = { send: chatLine({ content: 'x'.repeat(50_000) }, 'tiny-chat') };
    // More than the sockets on the way take.
    daemon.once('POST /api/chat', [
      ...Array.from({ length: 250 }, () => piece),
      { send: doneLine({}, 'tiny-chat') },
    ]);
    const runId = await startRun(server, workflow);
    await eventsOf(server, runId);
    const slow = await server.open(`/api/runs/${runId}/events`);
    const left = once(slow, 'error');
    await server.close();
    slow.resume();
    await left;
    expect(slow.complete).toBe(false);
  }, 30_000);

  test('twice is no error, and the port is free again', async () => {
    const server = await startTestServer();
    await server.close();
    await server.close();
    expect(await occupy('127.0.0.1', server.port)).toBe(server.port);
    expect(await occupy('::1', server.port)).toBe(server.port);
  });
});
