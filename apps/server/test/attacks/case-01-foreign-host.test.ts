import { describe, expect, test } from 'vitest';
import { EDITOR_FILES, everyApiRoute, nameOf } from '../every-route.ts';
import { codeOf, guardsWithout, startTestServer } from '../start-test-server.ts';

const foreign = { host: 'evil.example' };
const apiRoutes = await everyApiRoute();
const routes = [
  ...apiRoutes,
  ...EDITOR_FILES,
  { method: 'GET', path: '/nothing-here' },
  { method: 'GET', path: '/api/nothing-here' },
  { method: 'GET', path: '/%61pi/settings' },
  { method: 'GET', path: '/%zz' },
  { method: 'GET', path: `/api/workflows/${'x'.repeat(200)}` },
];

test('the routes that are attacked are all routes', () => {
  const names = apiRoutes.map(nameOf);
  expect(names).toContain('GET /api/runs/some-id/events');
  expect(names).toContain('PUT /api/settings/secrets/SOME_NAME');
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => name.includes('unknown-'))).toEqual([]);
});

describe('a request whose host is another site', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    'is refused by %s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      const answer = await server.ask(path, { method, headers: foreign });
      expect(answer.status).toBe(403);
      expect(codeOf(answer)).toBe(method === 'HEAD' ? undefined : 'HOST_REFUSED');
    },
  );

  test('would be answered without the guard', async () => {
    const server = await startTestServer({ guards: guardsWithout('host') });
    for (const path of ['/', '/assets/app-1a2b3c.js', '/api/nodes', '/api/settings'])
      expect(await server.ask(path, { headers: foreign })).toMatchObject({ status: 200 });
  });
});

describe('a request that names this server', () => {
  test.each(EDITOR_FILES.map((route) => [nameOf(route), route] as const))(
    'gets %s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      expect(await server.ask(path, { method })).toMatchObject({ status: 200 });
    },
  );

  test('gets an answer of the API', async () => {
    const server = await startTestServer();
    expect(await server.ask('/api/nodes')).toMatchObject({ status: 200 });
  });
});
