import type { EngineReport, PullReport } from '@nodetool-ai/graph';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  layerLine,
  startScriptedDaemon,
  statusLine,
} from '../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { startTestServer } from './start-test-server.ts';
import type { TestServer } from './start-test-server.ts';

let daemon: ScriptedDaemon;
let server: TestServer;
beforeEach(async () => {
  daemon = await startScriptedDaemon();
  server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
});
afterEach(() => daemon.stop());

const order = (path: string, body: unknown) => server.ask(path, { method: 'POST', body });
const pull = (model: string) => order('/api/models/pull', { model });

async function pulls(): Promise<readonly PullReport[]> {
  const report: EngineReport = Object((await server.ask('/api/engine')).json);
  return report.pulls ?? [];
}

const stalled = [
  { send: statusLine('pulling manifest') },
  { send: layerLine('a'.repeat(64), 4_000_000, 1_000_000) },
  { stall: true },
] as const;

describe('a model that is pulled', () => {
  test('comes, and is told to every page', async () => {
    expect((await pull('tiny-chat')).status).toBe(202);
    await expect.poll(pulls).toMatchObject([{ model: 'tiny-chat:latest', state: 'done' }]);
  });

  test('says how far it is', async () => {
    daemon.on('POST /api/pull', stalled);
    await pull('big');
    await expect.poll(pulls).toMatchObject([
      {
        model: 'big:latest',
        state: 'running',
        completedBytes: 1_000_000,
        totalBytes: 4_000_000,
      },
    ]);
  });

  test('is asked for once, however often a person clicks', async () => {
    daemon.on('POST /api/pull', stalled);
    const seen = daemon.nextRequest('/api/pull');
    await Promise.all([pull('big'), pull('big:latest'), pull('big')]);
    await seen;
    expect(await pulls()).toHaveLength(1);
    expect(daemon.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1);
  });

  test('can be stopped, and the daemon hears of it', async () => {
    daemon.on('POST /api/pull', stalled);
    const seen = daemon.nextRequest('/api/pull');
    await pull('big');
    const request = await seen;
    expect((await order('/api/models/pull/cancel', { model: 'big' })).status).toBe(202);
    expect(await request.closed).toBe('aborted');
    await expect.poll(pulls).toMatchObject([{ model: 'big:latest', state: 'cancelled' }]);
  });

  test('that there is not says so in the words of the daemon', async () => {
    await pull('no-such-model');
    await expect
      .poll(pulls)
      .toMatchObject([
        { model: 'no-such-model:latest', state: 'failed', error: { code: 'MODEL_NOT_FOUND' } },
      ]);
  });

  test('comes to the daemon of this machine where several hosts are set', async () => {
    const several = await startTestServer({
      environment: { OLLAMA_HOSTS: `desk=http://127.0.0.1:1,here=${daemon.url}` },
    });
    const seen = daemon.nextRequest('/api/pull');
    const body = { model: 'tiny-chat' };
    expect((await several.ask('/api/models/pull', { method: 'POST', body })).status).toBe(202);
    expect((await seen).body).toMatchObject({ model: expect.stringContaining('tiny-chat') });
  });

  test('is stopped when the server is', async () => {
    daemon.on('POST /api/pull', stalled);
    const seen = daemon.nextRequest('/api/pull');
    await pull('big');
    const request = await seen;
    await server.close();
    expect(await request.closed).toBe('aborted');
  });

  test.each([{}, { model: '' }, { model: 'x'.repeat(600) }, { model: 7 }])(
    '%j names none and is refused',
    async (body) => {
      expect((await order('/api/models/pull', body)).status).toBe(400);
      expect(daemon.requests).toEqual([]);
    },
  );
});
