import { describe, expect, test } from 'vitest';
import { EDITOR_FILES, everyApiRoute, nameOf } from '../every-route.ts';
import { codeOf, guardsWithout, startTestServer } from '../start-test-server.ts';

const routes = [...(await everyApiRoute()), ...EDITOR_FILES];
const REFUSED = [
  'cross-site',
  'same-site',
  'Cross-Site',
  'SAME-ORIGIN',
  'same-origin, cross-site',
  'none, none',
  'anything',
  '',
];

describe('what a browser marks as made by another site', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    'is refused by %s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      for (const site of ['cross-site', 'same-site']) {
        const answer = await server.ask(path, { method, headers: { 'sec-fetch-site': site } });
        expect(answer.status).toBe(403);
        expect(codeOf(answer)).toBe(method === 'HEAD' ? undefined : 'ORIGIN_REFUSED');
      }
    },
  );

  test.each(REFUSED)('is refused as %j', async (site) => {
    const server = await startTestServer();
    for (const path of ['/', '/assets/app-1a2b3c.js', '/api/workflows']) {
      const answer = await server.ask(path, { headers: { 'sec-fetch-site': site } });
      expect(answer.status).toBe(403);
    }
  });

  test('would be answered without the guard', async () => {
    const server = await startTestServer({ guards: guardsWithout('fetch-site') });
    for (const site of REFUSED)
      expect(
        await server.ask('/api/workflows', { headers: { 'sec-fetch-site': site } }),
      ).toMatchObject({ status: 200 });
  });
});

test.each([['same-origin'], ['none'], [null]])(
  'what the own page or the person asks for is answered: %s',
  async (site) => {
    const server = await startTestServer();
    for (const path of ['/', '/assets/app-1a2b3c.js', '/api/workflows']) {
      const answer = await server.ask(path, { headers: { 'sec-fetch-site': site } });
      expect(answer.status).toBe(200);
    }
  },
);
