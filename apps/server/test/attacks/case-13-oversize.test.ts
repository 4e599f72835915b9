import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { eventsFrom, QUESTION, startRun } from '../follow-run.ts';
import { codeOf, guardsWithout, readAnswer, startTestServer, TOKEN } from '../start-test-server.ts';
import type { Answer, TestServer } from '../start-test-server.ts';

const MIB = 1024 * 1024;

/** Routes, and the most bytes that each takes. */
const LIMITS: readonly (readonly [method: string, path: string, bytes: number])[] = [
  ['POST', '/api/session', MIB],
  ['POST', '/api/runs/some-id/cancel', MIB],
  ['PUT', '/api/settings/engine-url', MIB],
  ['PUT', '/api/settings/secrets/SOME_NAME', MIB],
  ['POST', '/api/runs', 16 * MIB],
  ['POST', '/api/validate', 16 * MIB],
  ['POST', '/api/nodes/ports', 16 * MIB],
  ['PUT', '/api/workflows/some-id', 16 * MIB],
  ['POST', '/api/assets', Math.ceil((32 * MIB * 4) / 3) + 1024],
];

const daemons: ScriptedDaemon[] = [];
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()));
});

/** Says how long its body is, and sends nothing of it. */
const announce = (server: TestServer, method: string, path: string, bytes: number) =>
  server.sendRaw(
    [
      `${method} ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${server.port}`,
      `Authorization: Bearer ${TOKEN}`,
      'Content-Type: application/json',
      `Content-Length: ${bytes}`,
      '\r\n',
    ].join('\r\n'),
  );

/** Sends so many bytes in pieces, without saying how many there will be and without an end. */
async function pour(
  server: TestServer,
  method: string,
  path: string,
  bytes: number,
): Promise<Answer> {
  const sent = request({
    host: '127.0.0.1',
    port: server.port,
    path,
    method,
    agent: false,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  });
  const answered = once(sent, 'response');
  for (let left = bytes; left > 0; left -= MIB) sent.write(Buffer.alloc(Math.min(left, MIB), ' '));
  const [response]: IncomingMessage[] = await answered;
  if (response === undefined) throw new Error('there was no answer');
  const answer = await readAnswer(response);
  sent.destroy();
  return answer;
}

describe('a body that is larger than its route takes', () => {
  test.each(LIMITS)('is refused before it is sent: %s %s', async (method, path, bytes) => {
    const server = await startTestServer();
    const answer = await announce(server, method, path, bytes + 1);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('REQUEST_TOO_LARGE');
  });

  test.each(LIMITS)('is refused while it is sent: %s %s', async (method, path, bytes) => {
    const server = await startTestServer();
    const answer = await pour(server, method, path, bytes + 1);
    expect(answer.status).toBe(413);
    expect(codeOf(answer)).toBe('REQUEST_TOO_LARGE');
  });

  test.each(LIMITS)(
    'is read where it is as large as it may be: %s %s',
    async (method, path, bytes) => {
      const server = await startTestServer();
      const headers = { 'content-type': 'application/json' };
      const body = `{"a":1${' '.repeat(bytes - 7)}}`;
      const answer = await server.ask(path, { method, headers, body });
      // What is in it is wrong, or there is no such thing; its size is not.
      expect([400, 404]).toContain(answer.status);
    },
  );

  test('is read by a server without the guard', async () => {
    const server = await startTestServer({ guards: guardsWithout('body-size') });
    const headers = { 'content-type': 'application/json' };
    const body = `{"url":""${' '.repeat(2 * MIB)}}`;
    const path = '/api/settings/engine-url';
    expect(await server.ask(path, { method: 'PUT', headers, body })).toMatchObject({ status: 200 });
  });

  test('disturbs nobody else: a run that is followed meanwhile goes on to its end', async () => {
    const daemon = await startScriptedDaemon();
    daemons.push(daemon);
    let release = (): void => {};
    const waitFor = new Promise<void>((resolve) => {
      release = resolve;
    });
    daemon.once('POST /api/chat', [
      { waitFor },
      { send: '{"message":{"role":"assistant","content":"Paris"},"done":true}\n' },
    ]);
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const asked = daemon.nextRequest('/api/chat');
    const runId = await startRun(server, QUESTION);
    const events = eventsFrom(await server.open(`/api/runs/${runId}/events`));
    await asked;
    expect(await pour(server, 'POST', '/api/session', MIB + 1)).toMatchObject({ status: 413 });
    expect(await announce(server, 'POST', '/api/runs', 100 * MIB)).toMatch(/^HTTP\/1\.1 413 /);
    release();
    expect((await events).at(-1)).toMatchObject({ type: 'run-end', status: 'completed' });
  });
});
