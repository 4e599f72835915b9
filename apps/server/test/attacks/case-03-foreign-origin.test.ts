import { describe, expect, test } from 'vitest';
import { EDITOR_FILES, everyApiRoute, nameOf } from '../every-route.ts';
import { codeOf, guardsWithout, startTestServer } from '../start-test-server.ts';

const routes = [...(await everyApiRoute()), ...EDITOR_FILES];
const FOREIGN = [
  'http://evil.example',
  'https://evil.example',
  'null',
  'NULL',
  '',
  'file://',
  'file:///srv/page.html',
  'http://127.0.0.1:1',
  'http://localhost:3000',
  'http://127.0.0.1',
  'https://127.0.0.1:PORT',
  'HTTP://127.0.0.1:PORT/',
  'http://127.0.0.1:PORT/',
  'http://127.0.0.1:PORT@evil.example',
  'http://127.0.0.1:PORT.evil.example',
  'http://evil.example#127.0.0.1:PORT',
  'http://127.0.0.1:PORT, http://evil.example',
  'http://127.0.0.1:PORT http://evil.example',
  'ws://127.0.0.1:PORT',
  '127.0.0.1:PORT',
  'chrome-extension://abcdefghijklmnop',
  'vscode-webview://1',
];

const fill = (origin: string, port: number) => origin.replaceAll('PORT', String(port));

describe('a page of another origin', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    'is refused by %s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      for (const origin of ['http://evil.example', 'null', 'file://', 'http://127.0.0.1:1']) {
        const answer = await server.ask(path, { method, headers: { origin } });
        expect(answer.status).toBe(403);
        expect(codeOf(answer)).toBe(method === 'HEAD' ? undefined : 'ORIGIN_REFUSED');
      }
    },
  );

  test.each(FOREIGN)('is refused as %j: reading, changing and following', async (form) => {
    const server = await startTestServer();
    const headers = { origin: fill(form, server.port) };
    const workflow = { graph: { nodes: [], edges: [] } };
    const answers = [
      await server.ask('/api/workflows', { headers }),
      await server.ask('/api/runs', { method: 'POST', headers, body: { workflow } }),
      await server.ask('/api/runs/some-id/events', { headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(answers.map(codeOf)).toEqual(['ORIGIN_REFUSED', 'ORIGIN_REFUSED', 'ORIGIN_REFUSED']);
    const runs = await server.ask('/api/runs');
    expect(runs.json).toEqual({ runs: [] });
  });

  test('would be answered without the guard', async () => {
    const server = await startTestServer({ guards: guardsWithout('origin') });
    for (const origin of FOREIGN) {
      const headers = { origin: fill(origin, server.port) };
      expect(await server.ask('/api/workflows', { headers })).toMatchObject({ status: 200 });
      const workflow = { graph: { nodes: [], edges: [] } };
      const started = await server.ask('/api/runs', {
        method: 'POST',
        headers,
        body: { workflow },
      });
      expect(started.status).toBe(201);
    }
  });
});

describe('a page of this server', () => {
  test.each(['http://127.0.0.1:PORT', 'http://localhost:PORT', 'http://[::1]:PORT'])(
    'is answered as %s',
    async (form) => {
      const server = await startTestServer();
      const headers = { origin: fill(form, server.port) };
      const workflow = { graph: { nodes: [], edges: [] } };
      expect(await server.ask('/api/workflows', { headers })).toMatchObject({ status: 200 });
      expect(
        await server.ask('/api/runs', { method: 'POST', headers, body: { workflow } }),
      ).toMatchObject({ status: 201 });
    },
  );

  test('is answered where the browser names no origin', async () => {
    const server = await startTestServer();
    expect(await server.ask('/api/workflows')).toMatchObject({ status: 200 });
  });
});
