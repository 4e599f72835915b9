import { describe, expect, test } from 'vitest';
import { EDITOR_FILES, everyApiRoute, nameOf } from '../every-route.ts';
import { codeOf, guardsWithout, startTestServer, TOKEN } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';

const OTHER_TOKEN = 'the-token-of-another-launch-0123456789';
const routes = (await everyApiRoute()).filter((route) => nameOf(route) !== 'POST /api/session');

/** A body that no route takes, so that nothing is done where somebody comes in who should not. */
const nothing = (method: string) => (['POST', 'PUT'].includes(method) ? { body: {} } : {});

const enter = (server: TestServer, token: unknown) =>
  server.ask('/api/session', { method: 'POST', headers: { authorization: null }, body: { token } });

async function cookieOf(server: TestServer): Promise<string> {
  const { headers } = await enter(server, TOKEN);
  return headers['set-cookie']?.[0] ?? '';
}

describe('without a token', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s is refused',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      const stranger = await server.ask(path, {
        method,
        headers: { authorization: null },
        ...nothing(method),
      });
      expect(stranger.status).toBe(401);
      expect(codeOf(stranger)).toBe(method === 'HEAD' ? undefined : 'TOKEN_REFUSED');
      const known = await server.ask(path, { method, ...nothing(method) });
      expect(known.status).not.toBe(401);
    },
  );

  test('the API is open where the guard is missing', async () => {
    const server = await startTestServer({ guards: guardsWithout('token') });
    const answer = await server.ask('/api/settings', { headers: { authorization: null } });
    expect(answer.status).toBe(200);
  });

  test.each(EDITOR_FILES.map((route) => [nameOf(route), route] as const))(
    'a browser gets %s, which holds no secret',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      const answer = await server.ask(path, { method, headers: { authorization: null } });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(TOKEN);
    },
  );

  test.each([
    '/%61pi/settings',
    '/api%2Fsettings',
    '/api/%73ettings',
    '//api/settings',
    '/./api/settings',
    '/x/../api/settings',
    '/API/settings',
    '/api/settings?',
    '/api/settings#',
    '/api/settings;',
    '/api/settings/',
    'http://127.0.0.1/api/settings',
    'http://evil.example/api/settings',
    'HTTP://evil.example/api/settings',
    '*',
  ])('no spelling of an address comes past it: %s', async (path) => {
    const server = await startTestServer();
    const answer = await server.ask(path, { headers: { authorization: null } });
    expect([401, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('isLocalAllowed');
  });
});

describe('what counts for nothing', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a wrong bearer', '/api/settings', { authorization: `Bearer ${OTHER_TOKEN}` }],
    ['a part of the token', '/api/settings', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['the token and more', '/api/settings', { authorization: `Bearer ${TOKEN}x` }],
    ['an empty bearer', '/api/settings', { authorization: 'Bearer ' }],
    ['the token as a password', '/api/settings', { authorization: `Basic ${btoa(`:${TOKEN}`)}` }],
    ['the token alone', '/api/settings', { authorization: TOKEN }],
    ['the token in the query', `/api/settings?token=${TOKEN}`, {}],
    ['the token in the path', `/api/settings/${TOKEN}`, {}],
    ['the token as its own header', '/api/settings', { 'x-token': TOKEN }],
    ['a cookie of another name', '/api/settings', { cookie: `token=${TOKEN}` }],
    ['an empty cookie', '/api/settings', { cookie: 'nodetool-PORT=' }],
    ['the token where the session belongs', '/api/settings', { cookie: `nodetool-PORT=${TOKEN}` }],
    ['the cookie of another port', '/api/settings', { cookie: 'nodetool-1=SESSION' }],
    [
      'a cookie whose name only ends like it',
      '/api/settings',
      { cookie: 'x-nodetool-PORT=SESSION' },
    ],
  ])('%s', async (_name, path, headers) => {
    const server = await startTestServer();
    const session = (await cookieOf(server)).split(';')[0]?.split('=')[1] ?? '';
    const filled = Object.entries(headers).map(([name, value]) => [
      name,
      value.replace('PORT', String(server.port)).replace('SESSION', session),
    ]);
    const answer = await server.ask(path, {
      headers: { authorization: null, ...Object.fromEntries(filled) },
    });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain(TOKEN);
  });

  test('the token of another launch, also as its cookie', async () => {
    const first = await startTestServer({ token: OTHER_TOKEN });
    const { headers } = await enter(first, OTHER_TOKEN);
    const port = first.port;
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    await first.close();
    const second = await startTestServer({ port });
    // The same port, so that the name of the cookie is the same.
    expect(second.port).toBe(port);
    const asking = [{ cookie }, { authorization: `Bearer ${OTHER_TOKEN}` }];
    for (const given of asking) {
      const answer = await second.ask('/api/settings', {
        headers: { authorization: null, ...given },
      });
      expect(answer.status).toBe(401);
    }
    expect(await second.ask('/api/settings')).toMatchObject({ status: 200 });
  });

  test.each([[OTHER_TOKEN], [''], [TOKEN.toUpperCase()], ['x'.repeat(512)]])(
    'another token where the token is exchanged for a cookie: %j',
    async (token) => {
      const server = await startTestServer();
      const answer = await enter(server, token);
      expect(answer.status).toBe(401);
      expect(answer.headers).not.toHaveProperty('set-cookie');
    },
  );

  test.each([[null], [7], [[TOKEN]], [{}], ['x'.repeat(513)]])(
    'what is no text there: %j',
    async (token) => {
      const server = await startTestServer();
      expect(await enter(server, token)).toMatchObject({ status: 400 });
    },
  );
});

describe('the token of the launch', () => {
  test('stands in the address only behind the #, which no browser sends', async () => {
    const server = await startTestServer();
    expect(server.launchUrl).toBe(`http://127.0.0.1:${server.port}/#token=${TOKEN}`);
    expect(new URL(server.launchUrl).hash).toBe(`#token=${TOKEN}`);
    expect(server.url).not.toContain(TOKEN);
  });

  test('is random, long, and another one at every launch', async () => {
    const [first, second] = [
      await startTestServer({ token: null }),
      await startTestServer({ token: null }),
    ];
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect(second.token).not.toBe(first.token);
    const headers = { authorization: `Bearer ${first.token}` };
    expect(await first.ask('/api/settings', { headers })).toMatchObject({ status: 200 });
    expect(await second.ask('/api/settings', { headers })).toMatchObject({ status: 401 });
  });

  test('may be set by the environment', async () => {
    const environment = { NODETOOL_SERVER_TOKEN: OTHER_TOKEN };
    const server = await startTestServer({ token: null, environment });
    const headers = { authorization: `Bearer ${OTHER_TOKEN}` };
    expect(await server.ask('/api/settings', { headers })).toMatchObject({ status: 200 });
    expect(await server.ask('/api/settings')).toMatchObject({ status: 401 });
  });

  test('that is set is random where it is set to nothing', async () => {
    const environment = { NODETOOL_SERVER_TOKEN: '' };
    const server = await startTestServer({ token: null, environment });
    expect(server.token).toMatch(/^[\w-]{43}$/);
  });

  test.each(['secret', 'x'.repeat(23), 'x'.repeat(257), `${OTHER_TOKEN} `, `${OTHER_TOKEN}\n`])(
    'that is set is refused when it is easy to guess or cannot be sent: %j',
    async (given) => {
      const environment = { NODETOOL_SERVER_TOKEN: given };
      await expect(startTestServer({ token: null, environment })).rejects.toMatchObject({
        code: 'SETTING_INVALID',
      });
    },
  );

  test('becomes a cookie that no script reads, that no other site sends, and that names the port', async () => {
    const server = await startTestServer();
    const [pair, ...flags] = (await cookieOf(server)).split('; ');
    expect(flags.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
    expect(pair).toMatch(new RegExp(`^nodetool-${server.port}=[\\w-]{43}$`));
    expect(pair).not.toContain(TOKEN);
    const cookie = `theme=dark; ${pair}; other=1`;
    const answer = await server.ask('/api/settings', { headers: { authorization: null, cookie } });
    expect(answer.status).toBe(200);
  });
});

describe('a ticket', () => {
  test('lets one browser in, once', async () => {
    const server = await startTestServer();
    const ticket = new URL(server.ticketUrl()).hash.replace('#token=', '');
    expect(ticket).not.toBe(TOKEN);
    const first = await enter(server, ticket);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']).toHaveLength(1);
    const second = await enter(server, ticket);
    expect(second.status).toBe(401);
    expect(second.headers).not.toHaveProperty('set-cookie');
  });

  test('is no bearer', async () => {
    const server = await startTestServer();
    const ticket = new URL(server.ticketUrl()).hash.replace('#token=', '');
    const headers = { authorization: `Bearer ${ticket}` };
    expect(await server.ask('/api/settings', { headers })).toMatchObject({ status: 401 });
    // It was not used up by that.
    expect(await enter(server, ticket)).toMatchObject({ status: 200 });
  });

  test('does not end the one that was made before it', async () => {
    const server = await startTestServer();
    const tickets = [server.ticketUrl(), server.ticketUrl()].map((url) =>
      new URL(url).hash.replace('#token=', ''),
    );
    for (const ticket of tickets)
      expect(await enter(server, ticket)).toMatchObject({ status: 200 });
  });
});
