import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serializeWorkflow } from '@nodetool-ai/graph';
import type { Workflow, WorkflowSummary } from '@nodetool-ai/graph';
import { beforeEach, describe, expect, test } from 'vitest';
import { QUESTION, workflowOf } from './follow-run.ts';
import { codeOf, startTestServer } from './start-test-server.ts';
import type { TestServer } from './start-test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});

const flow = (name: string): Workflow => ({ ...QUESTION, name });

const put = (id: string, workflow: unknown, baseRevision: string | null) =>
  server.ask(`/api/workflows/${id}`, { method: 'PUT', body: { workflow, baseRevision } });

/** Saves a workflow and gives its revision. */
async function save(id: string, workflow: unknown, baseRevision: string | null = null) {
  const answer = await put(id, workflow, baseRevision);
  if (answer.status !== 200) throw new Error(answer.text);
  return String(Reflect.get(Object(answer.json), 'revision'));
}

async function listed(): Promise<readonly WorkflowSummary[]> {
  const { json } = await server.ask('/api/workflows');
  return Object(json).workflows;
}

const fileOf = (id: string) => join(server.home, 'workflows', `${id}.json`);

describe('a workflow', () => {
  test('that was saved is read as it was saved, under its id', async () => {
    const revision = await save('my-flow', flow('My flow'));
    const { status, json } = await server.ask('/api/workflows/my-flow');
    expect(status).toBe(200);
    expect(json).toEqual({ revision, workflow: { ...flow('My flow'), id: 'my-flow' } });
  });

  test('is a file that other tools read, and that only the person can', async () => {
    await save('my-flow', flow('My flow'));
    const text = readFileSync(fileOf('my-flow'), 'utf8');
    expect(text).toBe(serializeWorkflow({ ...flow('My flow'), id: 'my-flow' }));
    expect(statSync(join(server.home, 'workflows')).mode & 0o777).toBe(0o700);
    expect(statSync(fileOf('my-flow')).mode & 0o077).toBe(0);
  });

  test('keeps what this version does not know', async () => {
    const strange = {
      ...flow('x'),
      zoom: { x: 1.5 },
      graph: {
        nodes: [{ id: 'n', type: 'future.Node', data: { a: [null] }, aura: 'blue' }],
        edges: [],
      },
    };
    await save('strange', strange);
    const { json } = await server.ask('/api/workflows/strange');
    expect(json).toMatchObject({ workflow: strange });
  });

  test('has another revision after each change, and its old one when it is as it was', async () => {
    const first = await save('w', flow('one'));
    const second = await save('w', flow('two'), first);
    expect(second).not.toBe(first);
    expect(await save('w', flow('one'), second)).toBe(first);
  });

  test('may be saved twice over the same revision when its answer was lost', async () => {
    const first = await save('w', flow('one'));
    const second = await save('w', flow('two'), first);
    // As a client does that knows nothing of the answer.
    expect(await save('w', flow('two'), first)).toBe(second);
    expect(await save('w', flow('two'), null)).toBe(second);
    expect(await put('w', flow('three'), first)).toMatchObject({ status: 409 });
  });

  test('that was saved is there for the next launch', async () => {
    const revision = await save('w', flow('one'));
    await server.close();
    server = await startTestServer({ environment: { NODETOOL_HOME: server.home } });
    expect((await server.ask('/api/workflows/w')).json).toMatchObject({ revision });
  });

  test('that is deleted is gone', async () => {
    const revision = await save('w', flow('one'));
    const path = `/api/workflows/w?baseRevision=${revision}`;
    const answer = await server.ask(path, { method: 'DELETE' });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(codeOf(await server.ask('/api/workflows/w'))).toBe('WORKFLOW_NOT_FOUND');
    expect(await server.ask(path, { method: 'DELETE' })).toMatchObject({ status: 404 });
    expect(await listed()).toEqual([]);
    expect(readdirSync(join(server.home, 'workflows'))).toEqual([]);
  });

  test('is not deleted by who does not say what they have seen', async () => {
    await save('w', flow('one'));
    const answer = await server.ask('/api/workflows/w', { method: 'DELETE' });
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('REQUEST_INVALID');
    expect(await server.ask('/api/workflows/w')).toMatchObject({ status: 200 });
  });

  test('that nobody saved is not found', async () => {
    const answer = await server.ask('/api/workflows/nobody');
    expect(answer.status).toBe(404);
    expect(codeOf(answer)).toBe('WORKFLOW_NOT_FOUND');
  });

  test('that is damaged on the disk is told with its mistake, and stays', async () => {
    await save('w', flow('one'));
    writeFileSync(fileOf('w'), '{"graph":');
    const answer = await server.ask('/api/workflows/w');
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('WORKFLOW_NOT_JSON');
    expect(readFileSync(fileOf('w'), 'utf8')).toBe('{"graph":');
  });
});

describe('the list of workflows', () => {
  test('is empty at first, and reading it makes no folder', async () => {
    expect(await listed()).toEqual([]);
    expect(readdirSync(server.home)).toEqual([]);
  });

  test('says name, time and size, the last changed first', async () => {
    await save('a', QUESTION);
    await save('b', { ...workflowOf({}), name: 'Empty' });
    utimesSync(fileOf('a'), 1000, 1000);
    utimesSync(fileOf('b'), 2000, 2000);
    expect(await listed()).toEqual([
      { id: 'b', name: 'Empty', nodeCount: 0, changedAt: 2_000_000 },
      { id: 'a', name: 'a', nodeCount: 2, changedAt: 1_000_000 },
    ]);
    utimesSync(fileOf('a'), 3000, 3000);
    expect((await listed()).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('names what cannot be read as well, and hinders nothing else', async () => {
    await save('whole', flow('Whole'));
    writeFileSync(fileOf('broken'), 'not JSON');
    const found = await listed();
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ id: 'broken', name: 'broken', changedAt: expect.any(Number) });
    expect(found).toContainEqual(expect.objectContaining({ id: 'whole', nodeCount: 2 }));
  });

  test('leaves out what is no workflow', async () => {
    await save('whole', flow('Whole'));
    for (const name of ['.hidden.json', 'notes.txt', 'w.json.lock', 'a b.json', 'x.json.part'])
      writeFileSync(join(server.home, 'workflows', name), '{}');
    expect((await listed()).map(({ id }) => id)).toEqual(['whole']);
  });
});
