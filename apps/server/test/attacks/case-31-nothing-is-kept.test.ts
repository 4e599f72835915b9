import { describe, expect, test } from 'vitest';
import { everyApiRoute, nameOf } from '../every-route.ts';
import { guardsWithout, startTestServer } from '../start-test-server.ts';

const routes = [
  ...(await everyApiRoute()),
  { method: 'GET', path: '/api/nothing-here' },
  { method: 'GET', path: '/%61pi/settings' },
  { method: 'GET', path: '/api/workflows/%zz' },
];

describe('no answer of the API is kept by a browser', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      const body = ['POST', 'PUT'].includes(method) ? { body: {} } : {};
      for (const headers of [{}, { authorization: null }, { host: 'evil.example' }]) {
        const answer = await server.ask(path, { method, headers, ...body });
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.headers).not.toHaveProperty('etag');
        expect(answer.headers).not.toHaveProperty('last-modified');
      }
    },
  );

  test('the events of a run neither', async () => {
    const server = await startTestServer();
    const workflow = { graph: { nodes: [], edges: [] } };
    const { json } = await server.ask('/api/runs', { method: 'POST', body: { workflow } });
    const runId = String(Reflect.get(Object(json), 'runId'));
    const answer = await server.ask(`/api/runs/${runId}/events`);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('a server without the guard does not say so', async () => {
    const server = await startTestServer({ guards: guardsWithout('response-headers') });
    expect((await server.ask('/api/nodes')).headers).not.toHaveProperty('cache-control');
  });
});

describe('the files of the editor', () => {
  test('are kept for ever when their name tells their content, else asked for again', async () => {
    const server = await startTestServer();
    const kept = await server.ask('/assets/app-1a2b3c.js');
    expect(kept.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await server.ask('/')).headers['cache-control']).toBe('no-cache');
    expect((await server.ask('/index.html')).headers['cache-control']).toBe('no-cache');
  });
});
