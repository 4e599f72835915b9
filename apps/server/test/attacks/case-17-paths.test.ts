import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf, startTestServer } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';

const workflow = { graph: { nodes: [], edges: [] } };
const body = { workflow, baseRevision: null };

const IDS = [
  '..',
  '.',
  '../victim',
  '..%2Fvictim',
  '..%2fvictim',
  '%2e%2e%2fvictim',
  '%2E%2E/victim',
  '..%5Cvictim',
  '..%252Fvictim',
  '..;/victim',
  '%2Fetc%2Fpasswd',
  'C:%5Cvictim',
  'victim.json',
  'a%00',
  'a%00.json',
  '%00',
  'a:b',
  'a::$DATA',
  'a.',
  'a%20',
  '%20a',
  'a%0A',
  'a%0d%0ax',
  '-rf',
  '_a',
  '~',
  '*',
  'a*',
  '%E2%80%AEa',
  'ａ',
  '%ff',
  'a'.repeat(65),
  'a'.repeat(5000),
];

const DEVICES = [
  'con',
  'CON',
  'prn',
  'aux',
  'nul',
  'NUL',
  'Nul',
  'com1',
  'COM9',
  'com0',
  'lpt1',
  'LPT9',
];

/** Every file of the data folder, and what is in it. */
function everythingIn({ home }: TestServer): readonly string[] {
  const names = readdirSync(home, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path}: ${readFileSync(path, 'utf8')}`;
    })
    .toSorted();
}

async function serverWithVictim(): Promise<TestServer> {
  const server = await startTestServer();
  // One step above the folders of workflows and runs, with what would be looked for there.
  writeFileSync(join(server.home, 'victim'), 'secret-of-the-victim');
  writeFileSync(join(server.home, 'victim.json'), JSON.stringify(workflow));
  mkdirSync(join(server.home, 'victim-run'));
  writeFileSync(join(server.home, 'victim-run', 'events.ndjson'), '{}\n');
  return server;
}

describe('no id leads out of the folder of the workflows', () => {
  test.each([...IDS, ...DEVICES])('%s', async (id) => {
    const server = await serverWithVictim();
    const before = everythingIn(server);
    const path = encodeURI(`/api/workflows/${id}`).replaceAll('%25', '%');
    const answers = [
      await server.ask(path),
      await server.ask(path, { method: 'PUT', body }),
      await server.ask(`${path}?baseRevision=x`, { method: 'DELETE' }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(['WORKFLOW_NOT_FOUND', 'ROUTE_NOT_FOUND']).toContain(codeOf(answer));
      expect(answer.text).not.toContain('secret-of-the-victim');
    }
    expect(everythingIn(server)).toEqual(before);
  });

  test.each(['a', 'my-flow_2', 'A'.repeat(64), 'console', 'null', 'com10'])(
    'the control: %s is a name like any other',
    async (id) => {
      const server = await startTestServer();
      const path = `/api/workflows/${id}`;
      expect(await server.ask(path, { method: 'PUT', body })).toMatchObject({ status: 200 });
      expect(await server.ask(path)).toMatchObject({ status: 200 });
      expect(readdirSync(join(server.home, 'workflows'))).toEqual([`${id}.json`]);
    },
  );

  test('the id in a file counts for nothing: it is saved under the one in the address', async () => {
    const server = await startTestServer();
    const hostile = { ...workflow, id: '../victim' };
    await server.ask('/api/workflows/a', {
      method: 'PUT',
      body: { workflow: hostile, baseRevision: null },
    });
    expect(readdirSync(server.home)).toEqual(['workflows']);
    const { json } = await server.ask('/api/workflows/a');
    expect(json).toMatchObject({ workflow: { id: 'a' } });
  });

  test('a link in the folder is replaced by a save, and what it leads to stays as it was', async () => {
    const server = await serverWithVictim();
    mkdirSync(join(server.home, 'workflows'));
    const victim = join(server.home, 'victim.json');
    symlinkSync(victim, join(server.home, 'workflows', 'link.json'));
    const { json } = await server.ask('/api/workflows/link');
    const baseRevision: unknown = Reflect.get(Object(json), 'revision');
    const saved = await server.ask('/api/workflows/link', {
      method: 'PUT',
      body: { workflow: { ...workflow, name: 'new' }, baseRevision },
    });
    expect(saved.status).toBe(200);
    expect(readFileSync(victim, 'utf8')).toBe(JSON.stringify(workflow));
  });
});

describe('no id leads out of the folder of the runs', () => {
  test.each([...IDS, ...DEVICES, '..%2Fvictim-run'])('%s', async (id) => {
    const server = await serverWithVictim();
    const before = everythingIn(server);
    const path = encodeURI(`/api/runs/${id}`).replaceAll('%25', '%');
    const answers = [
      await server.ask(path),
      await server.ask(`${path}/events`),
      await server.ask(`${path}/cancel`, { method: 'POST', body: {} }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(['RUN_NOT_FOUND', 'ROUTE_NOT_FOUND']).toContain(codeOf(answer));
    }
    expect(everythingIn(server)).toEqual(before);
  });
});

describe('no hash leads out of the folder of the assets', () => {
  const zeros = '0'.repeat(64);
  test.each([
    ...IDS,
    'sha256:..%2F..%2Fvictim',
    `sha256:..${'0'.repeat(62)}`,
    `sha256:${zeros}%00`,
    `sha256:${zeros}%0A`,
    `sha256:${zeros}%2F..`,
    `sha256:${zeros}0`,
    `sha256:${'A'.repeat(64)}`,
    `sha512:${zeros}`,
    zeros,
  ])('%s', async (hash) => {
    const server = await serverWithVictim();
    const answer = await server.ask(encodeURI(`/api/assets/${hash}`).replaceAll('%25', '%'));
    expect([400, 404]).toContain(answer.status);
    expect(['REQUEST_INVALID', 'ROUTE_NOT_FOUND']).toContain(codeOf(answer));
    expect(answer.text).not.toContain('secret-of-the-victim');
  });
});

describe('no path leads out of the folder of the editor', () => {
  test.each([
    '/../start-test-server.ts',
    '/..%2Fpackage.json',
    '/%2e%2e/package.json',
    '/assets/../../package.json',
    '/assets/..%5C..%5Cpackage.json',
    '/assets/',
    '/assets',
    '//etc/passwd',
    '/etc/passwd',
    '/index.html%00.js',
    '/.git/config',
  ])('%s', async (path) => {
    const server = await startTestServer();
    expect(await server.ask(path)).toMatchObject({ status: 404 });
  });
});
