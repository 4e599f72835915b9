import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf, startTestServer } from '../start-test-server.ts';
import type { Answer, TestServer } from '../start-test-server.ts';

const named = (name: string) => ({ name, graph: { nodes: [], edges: [] } });

const save = (server: TestServer, name: string, baseRevision: unknown) =>
  server.ask('/api/workflows/shared', {
    method: 'PUT',
    body: { workflow: named(name), baseRevision },
  });

const revisionOf = ({ json }: Answer): unknown => Reflect.get(Object(json), 'revision');

const nameOnDisk = ({ home }: TestServer): unknown =>
  Reflect.get(
    Object(JSON.parse(readFileSync(join(home, 'workflows', 'shared.json'), 'utf8'))),
    'name',
  );

describe('of two tabs that edit the same workflow', () => {
  test('the one that saves second is told, and nothing is overwritten', async () => {
    const server = await startTestServer();
    const base = revisionOf(await save(server, 'base', null));
    const first = await save(server, 'of the first', base);
    expect(first.status).toBe(200);
    const second = await save(server, 'of the second', base);
    expect(second.status).toBe(409);
    expect(codeOf(second)).toBe('WORKFLOW_CHANGED');
    expect(nameOnDisk(server)).toBe('of the first');
    // Once it has seen what is there, it may.
    expect(await save(server, 'of the second', revisionOf(first))).toMatchObject({ status: 200 });
    expect(nameOnDisk(server)).toBe('of the second');
  });

  test('the one that creates second is told', async () => {
    const server = await startTestServer();
    await save(server, 'of the first', null);
    expect(await save(server, 'of the second', null)).toMatchObject({ status: 409 });
    expect(nameOnDisk(server)).toBe('of the first');
  });

  test('the one that deletes what it has not seen is told', async () => {
    const server = await startTestServer();
    const base = revisionOf(await save(server, 'base', null));
    const changed = revisionOf(await save(server, 'changed', base));
    const remove = (revision: unknown) =>
      server.ask(`/api/workflows/shared?baseRevision=${String(revision)}`, { method: 'DELETE' });
    expect(await remove(base)).toMatchObject({ status: 409 });
    expect(nameOnDisk(server)).toBe('changed');
    expect(await remove(changed)).toMatchObject({ status: 204 });
    expect(readdirSync(join(server.home, 'workflows'))).toEqual([]);
  });

  test('the one that saves what was deleted meanwhile is told', async () => {
    const server = await startTestServer();
    const base = revisionOf(await save(server, 'base', null));
    await server.ask(`/api/workflows/shared?baseRevision=${String(base)}`, { method: 'DELETE' });
    expect(await save(server, 'mine', base)).toMatchObject({ status: 409 });
    expect(readdirSync(join(server.home, 'workflows'))).toEqual([]);
  });

  test.each([[undefined], [''], ['x'], [0], [false], ['x'.repeat(65)], [['null']], ['null']])(
    'none gets through by a made-up revision: %j',
    async (revision) => {
      const server = await startTestServer();
      await save(server, 'base', null);
      const answer = await save(server, 'hostile', revision);
      expect([400, 409]).toContain(answer.status);
      expect(nameOnDisk(server)).toBe('base');
    },
  );

  test('of many at once exactly one gets through', async () => {
    const server = await startTestServer();
    const base = revisionOf(await save(server, 'base', null));
    const names = Array.from({ length: 20 }, (_, index) => `tab ${index}`);
    const answers = await Promise.all(names.map((name) => save(server, name, base)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect(nameOnDisk(server)).toBe(names[statuses.indexOf(200)]);
    expect(readdirSync(join(server.home, 'workflows'))).toEqual(['shared.json']);
  });
});

test('a change by another program counts as one of another tab', async () => {
  const server = await startTestServer();
  const other = await startTestServer({ environment: { NODETOOL_HOME: server.home } });
  const base = revisionOf(await save(server, 'base', null));
  expect(await save(other, 'of the other', base)).toMatchObject({ status: 200 });
  expect(await save(server, 'mine', base)).toMatchObject({ status: 409 });
  expect(nameOnDisk(server)).toBe('of the other');
});
