import { describe, expect, test } from 'vitest';
import { codeOf, guardsWithout, startTestServer, TOKEN } from '../start-test-server.ts';

const fill = (form: string, port: number) => form.replaceAll('PORT', String(port));

const REFUSED = [
  '127.0.0.1:PORT@evil.example',
  'evil.example@127.0.0.1:PORT',
  'user:password@127.0.0.1:PORT',
  '127.0.0.1.:PORT',
  'localhost.:PORT',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '127.0.0.1:1',
  '127.0.0.1:PORT0',
  '127.0.0.1:0PORT',
  '127.0.0.1:+PORT',
  '127.0.0.1:',
  '127.0.0.1:PORT:PORT',
  '127.0.0.1:PORT/',
  '127.0.0.1:PORT#',
  '127.0.0.1:PORT, evil.example',
  'evil.example, 127.0.0.1:PORT',
  '127.0.0.1:PORT evil.example',
  '127.0.0.1 :PORT',
  'http://127.0.0.1:PORT',
  '//127.0.0.1:PORT',
  '127.0.0.1:PORT.evil.example',
  '127.0.0.1.evil.example:PORT',
  'localhost.evil.example:PORT',
  'evil-localhost:PORT',
  'xlocalhost:PORT',
  '::1:PORT',
  '[::1%25lo]:PORT',
  '[0:0:0:0:0:0:0:1]:PORT',
  '[::ffff:127.0.0.1]:PORT',
  '[::]:PORT',
  '[::1]evil:PORT',
  '0.0.0.0:PORT',
  '127.1:PORT',
  '127.0.0.2:PORT',
  '2130706433:PORT',
  '0x7f000001:PORT',
  '0177.0.0.1:PORT',
  '127.0.0.1.nip.io:PORT',
  'ⅼocalhost:PORT',
  'localhost%00:PORT',
  ' ',
  '',
];

describe('a request is refused when its host is', () => {
  test.each(REFUSED)('%j', async (form) => {
    const server = await startTestServer();
    const host = Buffer.from(fill(form, server.port)).toString('latin1');
    for (const path of ['/', '/api/nodes', '/api/runs/some-id/events']) {
      const answer = await server.ask(path, { headers: { host } });
      expect(answer.status).toBe(403);
      expect(codeOf(answer)).toBe('HOST_REFUSED');
    }
  });

  test('missing, as old programs may leave it out', async () => {
    const server = await startTestServer();
    const answer = await server.sendRaw(
      `GET /api/nodes HTTP/1.0\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('HOST_REFUSED');
  });

  test.each([
    ['missing', ''],
    ['sent twice', 'Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n'],
    ['sent twice, the foreign one first', 'Host: evil.example\r\nHost: 127.0.0.1:PORT\r\n'],
    ['on a line of its own', 'Host:\r\n 127.0.0.1:PORT\r\n'],
    ['named with a blank', 'Host : 127.0.0.1:PORT\r\n'],
  ])('%s', async (_name, lines) => {
    const server = await startTestServer();
    const answer = await server.sendRaw(
      `GET /api/nodes HTTP/1.1\r\n${fill(lines, server.port)}Authorization: Bearer ${TOKEN}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('nodetool.text.Generate');
  });

  test.each(['X-Forwarded-Host', 'Forwarded', 'X-Original-Host'])(
    'foreign, whatever %s says',
    async (name) => {
      const server = await startTestServer();
      const own = `127.0.0.1:${server.port}`;
      const given = { [name]: name === 'Forwarded' ? `host=${own}` : own };
      const answer = await server.ask('/api/nodes', {
        headers: { host: 'evil.example', ...given },
      });
      expect(answer.status).toBe(403);
    },
  );

  test('not missed by a server without the guard', async () => {
    const server = await startTestServer({ guards: guardsWithout('host') });
    for (const form of REFUSED) {
      const host = Buffer.from(fill(form, server.port)).toString('latin1');
      expect(await server.ask('/api/nodes', { headers: { host } })).toMatchObject({ status: 200 });
    }
  });
});

describe('a request is answered when its host is', () => {
  test.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', 'LocalHost:PORT', '[::1]:PORT'])(
    '%s',
    async (form) => {
      const server = await startTestServer();
      const headers = { host: fill(form, server.port) };
      expect(await server.ask('/api/nodes', { headers })).toMatchObject({ status: 200 });
    },
  );
});
