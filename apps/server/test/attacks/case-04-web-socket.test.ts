import { describe, expect, test } from 'vitest';
import { guardsWithout, startTestServer, TOKEN } from '../start-test-server.ts';

const upgrade = (port: number, path: string, origin: string) =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${TOKEN}`,
    `Origin: ${origin}`,
    'Connection: Upgrade, close',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

describe('an upgrade to a web socket', () => {
  test.each(['/', '/ws', '/api/runs/some-id/events', '/api/nodes'])(
    'is refused at %s to a page of another origin',
    async (path) => {
      const server = await startTestServer();
      for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1']) {
        expect(await server.sendRaw(upgrade(server.port, path, origin))).toMatch(
          /^HTTP\/1\.1 403 /,
        );
      }
    },
  );

  test('would be no more than a request without the guard: there is no web socket', async () => {
    const server = await startTestServer({ guards: guardsWithout('origin') });
    const answer = await server.sendRaw(upgrade(server.port, '/api/nodes', 'http://evil.example'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).not.toContain('sec-websocket-accept');
  });

  test('is not made for the own page either', async () => {
    const server = await startTestServer();
    const own = `http://127.0.0.1:${server.port}`;
    expect(await server.sendRaw(upgrade(server.port, '/ws', own))).toMatch(/^HTTP\/1\.1 404 /);
    expect(await server.sendRaw(upgrade(server.port, '/api/nodes', own))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });

  test('by CONNECT ends the connection without an answer that lets through', async () => {
    const server = await startTestServer();
    const host = `127.0.0.1:${server.port}`;
    const answer = await server.sendRaw(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect(await server.ask('/api/nodes')).toMatchObject({ status: 200 });
  });
});
