import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyApiRoute, nameOf } from '../every-route.ts';
import { codeOf, guardsWithout, startTestServer } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';

const workflow = { graph: { nodes: [], edges: [] } };
const run = JSON.stringify({ workflow });
const routes = (await everyApiRoute()).filter(({ method }) => ['POST', 'PUT'].includes(method));

const TYPES: readonly (string | null)[] = [
  null,
  '',
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary=application/json',
  'text/plain; application/json',
  'text/plain, application/json',
  'text/json',
  'application/jsonp',
  'application/json-patch+json',
  'application/ld+json',
  'application/xml',
  'application/octet-stream',
];

const runsOf = ({ home }: TestServer) =>
  existsSync(join(home, 'runs')) ? readdirSync(join(home, 'runs')) : [];

describe('a form of another site', () => {
  test.each(routes.map((route) => [nameOf(route), route] as const))(
    'is refused by %s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      for (const type of TYPES) {
        const answer = await server.ask(path, {
          method,
          headers: { 'content-type': type },
          body: run,
        });
        expect(answer.status, `as ${type}`).toBe(415);
        expect(codeOf(answer)).toBe('REQUEST_NOT_JSON');
      }
    },
  );

  test.each(routes.map((route) => [nameOf(route), route] as const))(
    'is refused also without a body by %s',
    async (_name, { method, path }) => {
      const server = await startTestServer();
      const answer = await server.ask(path, { method });
      expect(answer.status).toBe(415);
      expect(codeOf(answer)).toBe('REQUEST_NOT_JSON');
    },
  );

  test.each(TYPES)('starts nothing as %j', async (type) => {
    const server = await startTestServer();
    await server.ask('/api/runs', { method: 'POST', headers: { 'content-type': type }, body: run });
    expect(runsOf(server)).toEqual([]);
  });

  test('would cancel a run without the guard, as no body is needed for that', async () => {
    const server = await startTestServer({ guards: guardsWithout('json-only') });
    const answer = await server.ask('/api/runs/some-id/cancel', { method: 'POST' });
    // It went through to the route, which knows no such run.
    expect(codeOf(answer)).toBe('RUN_NOT_FOUND');
  });
});

describe('JSON', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'is taken as %s',
    async (type) => {
      const server = await startTestServer();
      const headers = { 'content-type': type };
      const answer = await server.ask('/api/runs', { method: 'POST', headers, body: run });
      expect(answer.status).toBe(201);
    },
  );

  test.each(['', '{', '{"workflow":', 'workflow=1', '\u0000'])(
    'that is none is refused with a clear word: %j',
    async (body) => {
      const server = await startTestServer();
      const headers = { 'content-type': 'application/json' };
      const answer = await server.ask('/api/runs', { method: 'POST', headers, body });
      expect(answer.status).toBe(415);
      expect(codeOf(answer)).toBe('REQUEST_NOT_JSON');
    },
  );

  test.each(['null', '7', '"text"', '[]', '{}', '{"workflow":null}', '{"workflow":[]}'])(
    'that is no request is refused: %s',
    async (body) => {
      const server = await startTestServer();
      const headers = { 'content-type': 'application/json' };
      const answer = await server.ask('/api/runs', { method: 'POST', headers, body });
      expect(answer.status).toBe(400);
      expect(runsOf(server)).toEqual([]);
    },
  );
});
