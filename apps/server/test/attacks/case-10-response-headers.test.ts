import { describe, expect, test } from 'vitest';
import { EDITOR_FILES, everyApiRoute, nameOf } from '../every-route.ts';
import { guardsWithout, startTestServer } from '../start-test-server.ts';
import type { Answer } from '../start-test-server.ts';

const routes = [
  ...(await everyApiRoute()),
  ...EDITOR_FILES,
  { method: 'GET', path: '/nothing-here' },
  { method: 'GET', path: '/%zz' },
  { method: 'PATCH', path: '/api/nodes' },
];

function policyOf({ headers }: Answer): ReadonlyMap<string, readonly string[]> {
  const text = String(headers['content-security-policy']);
  return new Map(
    text.split(';').map((part) => {
      const [name = '', ...sources] = part.trim().split(' ');
      return [name, sources];
    }),
  );
}

const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

describe('every answer forbids to be framed, guessed at and shared', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: {} } : {};
      const answers = [
        await server.ask(path, { method, ...body }),
        // The refusals of each guard, too.
        await server.ask(path, { method, headers: { host: 'evil.example' }, ...body }),
        await server.ask(path, { method, headers: { origin: 'null' }, ...body }),
        await server.ask(path, { method, headers: { authorization: null }, ...body }),
      ];
      for (const answer of answers) {
        expect(policyOf(answer).get('frame-ancestors')).toEqual(["'none'"]);
        expect(answer.headers).toMatchObject(HEADERS);
      }
    },
  );

  test('a server without the guard says none of it', async () => {
    const server = await startTestServer({ guards: guardsWithout('response-headers') });
    for (const path of ['/', '/api/nodes']) {
      const { headers } = await server.ask(path);
      const said = Object.keys({ ...HEADERS, 'content-security-policy': '' });
      expect(said.filter((name) => name in headers)).toEqual([]);
    }
  });
});

describe('the page', () => {
  test('may run, show and ask nothing but what this server has', async () => {
    const server = await startTestServer();
    const policy = policyOf(await server.ask('/'));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
    const sources = [...policy.values()].flat();
    expect(sources.toSorted()).not.toContain("'unsafe-inline'");
    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", 'blob:']));
  });

  test('is sent as what it is', async () => {
    const server = await startTestServer();
    const types = [];
    for (const path of ['/', '/assets/app-1a2b3c.js', '/api/nodes'])
      types.push((await server.ask(path)).headers['content-type']);
    expect(types).toEqual([
      'text/html; charset=utf-8',
      'application/javascript; charset=utf-8',
      'application/json; charset=utf-8',
    ]);
  });
});
