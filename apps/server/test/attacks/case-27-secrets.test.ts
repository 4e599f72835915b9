import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { everyApiRoute } from '../every-route.ts';
import { eventsOf, QUESTION, runToEnd, startRun } from '../follow-run.ts';
import { codeOf, startTestServer, TOKEN } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';

const VALUE = 'sk-value-that-nobody-may-see-42';

const daemons: ScriptedDaemon[] = [];
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()));
});

const store = (server: TestServer, name: string, body: unknown = { value: VALUE }) =>
  server.ask(`/api/settings/secrets/${name}`, { method: 'PUT', body });

describe('the value of a secret', () => {
  test('comes back from no route: only its name is told, and when it was stored', async () => {
    const server = await startTestServer();
    const stored = await store(server, 'OLLAMA_API_KEY');
    expect(stored.json).toMatchObject({
      secrets: [{ name: 'OLLAMA_API_KEY', storedAt: expect.stringMatching(/^\d{4}-/) }],
    });
    const answers = [stored];
    for (const { method, path } of await everyApiRoute()) {
      const body = ['POST', 'PUT'].includes(method) ? { body: {} } : {};
      answers.push(await server.ask(path, { method, ...body }));
    }
    answers.push(await server.ask('/api/settings/secrets/OLLAMA_API_KEY'));
    answers.push(await server.ask('/api/settings?values=true&secrets=all'));
    for (const { text, headers } of answers) {
      expect(text).not.toContain(VALUE);
      expect(JSON.stringify(headers)).not.toContain(VALUE);
    }
    const listed = await server.ask('/api/settings');
    expect(Object.keys(Object(Object(listed.json).secrets[0])).toSorted()).toEqual([
      'name',
      'storedAt',
    ]);
  });

  test.each([
    ['under a name that is none', 'not-a-name', { value: VALUE }],
    ['beside a wrong field', 'A_NAME', { valu: VALUE }],
    ['in a list', 'A_NAME', { value: [VALUE] }],
    ['too long', 'A_NAME', { value: VALUE.repeat(1000) }],
    ['where the address has its own place', 'OLLAMA_API_URL', { value: VALUE }],
    ['as the whole body', 'A_NAME', VALUE],
  ])('does not stand in the error when it is sent %s', async (_name, name, body) => {
    const server = await startTestServer();
    const headers = { 'content-type': 'application/json' };
    const text = JSON.stringify(body);
    const path = `/api/settings/secrets/${name}`;
    const answer = await server.ask(path, { method: 'PUT', headers, body: text });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(VALUE);
  });

  test.each([`{"value": ${VALUE}}`, `{"value": "${VALUE}`, `{"value": "${VALUE}"]`, VALUE])(
    'does not stand in the error when the body is broken: %s',
    async (body) => {
      const server = await startTestServer();
      const headers = { 'content-type': 'application/json' };
      const path = '/api/settings/secrets/A_NAME';
      const answer = await server.ask(path, { method: 'PUT', headers, body });
      expect(codeOf(answer)).toBe('REQUEST_NOT_JSON');
      for (let start = 0; start + 6 <= VALUE.length; start += 1)
        expect(answer.text).not.toContain(VALUE.slice(start, start + 6));
    },
  );

  test('stands in no file as it is, and only the person can read the files', async () => {
    const server = await startTestServer();
    await store(server, 'OLLAMA_API_KEY');
    const names = readdirSync(server.home).toSorted();
    expect(names).toEqual(['secrets', 'secrets.key']);
    for (const name of names) {
      const file = join(server.home, name);
      expect(readFileSync(file).toString('latin1')).not.toContain(VALUE);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  test('is kept in memory by nobody: a store that was removed is empty at once', async () => {
    const server = await startTestServer();
    await store(server, 'A_NAME');
    const removed = await server.ask('/api/settings/secrets/A_NAME', { method: 'DELETE' });
    expect(removed.json).toMatchObject({ secrets: [] });
    const again = await server.ask('/api/settings/secrets/A_NAME', { method: 'DELETE' });
    expect(codeOf(again)).toBe('SECRET_NOT_FOUND');
  });
});

describe('the key for a daemon', () => {
  test('is not sent to a daemon of this machine, and stands in no event that it causes', async () => {
    const daemon = await startScriptedDaemon();
    daemons.push(daemon);
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    await store(server, 'OLLAMA_API_KEY');
    const asked = daemon.nextRequest('/api/chat');
    daemon.once('POST /api/chat', [
      { status: 401 },
      { send: JSON.stringify({ error: `the key ${VALUE} is wrong` }) },
    ]);
    const events = await runToEnd(server, QUESTION);
    expect(events.at(-1)).toMatchObject({
      status: 'failed',
      error: { code: 'OLLAMA_UNAUTHORIZED' },
    });
    expect((await asked).headers).not.toHaveProperty('authorization');
  });
});

describe('the token of the launch', () => {
  test('stands in no file and in no answer', async () => {
    const server = await startTestServer();
    await store(server, 'A_NAME');
    const runId = await startRun(server, { graph: { nodes: [], edges: [] } });
    await eventsOf(server, runId);
    // Its record is complete when its summary says that it has ended.
    expect((await server.ask(`/api/runs/${runId}`)).json).toMatchObject({ state: 'completed' });
    const files = readdirSync(server.home, { recursive: true, withFileTypes: true });
    const contents = files
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(contents.length).toBeGreaterThan(2);
    expect(contents.filter((content) => content.includes(TOKEN))).toEqual([]);
    const body = { token: TOKEN };
    const entered = await server.ask('/api/session', { method: 'POST', body });
    expect(entered.text + JSON.stringify(entered.headers)).not.toContain(TOKEN);
  });
});
