import { describe, expect, test } from 'vitest';
import { EDITOR_FILES, everyApiRoute, nameOf } from '../every-route.ts';
import { codeOf, guardsWithout, startTestServer } from '../start-test-server.ts';
import type { Answer } from '../start-test-server.ts';

const apiRoutes = await everyApiRoute();
const paths = [...new Set([...apiRoutes, ...EDITOR_FILES].map(({ path }) => path))];

const allowances = ({ headers }: Answer) =>
  Object.keys(headers).filter(
    (name) => name.startsWith('access-control-') || name === 'allow' || name.startsWith('timing-'),
  );

const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: {
    origin,
    authorization: null,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,content-type',
    'access-control-request-private-network': 'true',
  },
});

describe('the question of a browser whether another site may call', () => {
  test.each([...paths, '/nothing-here'])('is answered with no at %s', async (path) => {
    const server = await startTestServer();
    for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${server.port}`]) {
      const answer = await server.ask(path, preflight(origin));
      expect(answer.status).toBe(403);
      expect(codeOf(answer)).toBe('ORIGIN_REFUSED');
      expect(allowances(answer)).toEqual([]);
    }
  });

  test('is answered with no for the server as a whole', async () => {
    const server = await startTestServer();
    expect(await server.ask('*', preflight('http://evil.example'))).toMatchObject({ status: 403 });
  });

  test('would be no more than a method that does not exist without the guard', async () => {
    const server = await startTestServer({ guards: guardsWithout('preflight') });
    const own = `http://127.0.0.1:${server.port}`;
    const answer = await server.ask('/nothing-here', preflight(own));
    expect(answer.status).toBe(404);
  });
});

describe('no answer allows another site to read it', () => {
  test.each(apiRoutes.map((route) => [nameOf(route), route] as const))(
    '%s',
    async (_name, { method, path }) => {
      const server = await startTestServer({ guards: guardsWithout('origin') });
      const answer = await server.ask(path, {
        method,
        headers: { origin: 'http://evil.example' },
        ...(['POST', 'PUT'].includes(method) ? { body: {} } : {}),
      });
      // Without its guard for origins the request goes through; the browser still keeps the answer from the page.
      expect(answer.status).not.toBe(403);
      expect(allowances(answer)).toEqual([]);
      expect(answer.headers).toMatchObject({ 'cross-origin-resource-policy': 'same-origin' });
    },
  );

  test('a server that allowed it would be seen here', async () => {
    const server = await startTestServer({
      guards: [
        ...guardsWithout('origin'),
        {
          name: 'open',
          protect: (app) => {
            app.addHook('onRequest', async (_request, reply) => {
              reply.header('access-control-allow-origin', '*');
            });
          },
        },
      ],
    });
    expect(allowances(await server.ask('/api/nodes'))).toEqual(['access-control-allow-origin']);
  });
});
