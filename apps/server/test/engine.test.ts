import type { EngineReport } from '@nodetool-ai/graph';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  jsonScript,
  startScriptedDaemon,
} from '../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { QUESTION, runToEnd } from './follow-run.ts';
import { startTestServer } from './start-test-server.ts';
import type { TestServer } from './start-test-server.ts';

let daemon: ScriptedDaemon;
beforeEach(async () => {
  daemon = await startScriptedDaemon();
});
afterEach(async () => {
  await daemon.stop();
});

const serverOf = (environment: Readonly<Record<string, string>> = {}) =>
  startTestServer({ environment: { OLLAMA_API_URL: daemon.url, ...environment } });

async function reportOf(server: TestServer): Promise<EngineReport> {
  const { json } = await server.ask('/api/engine');
  return Object(json);
}

describe('the report of the engine', () => {
  test('is ready, with version, address, memory and models', async () => {
    const report = await reportOf(await serverOf());
    expect(report).toMatchObject({
      state: 'ready',
      version: '0.34.2',
      url: daemon.url,
      source: 'environment OLLAMA_API_URL',
      memory: { totalBytes: expect.any(Number), freeBytes: expect.any(Number) },
    });
    expect(report.models?.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['smollm2:135m', 'tiny-embed:latest', 'tiny-vision:latest']),
    );
    expect(report.models?.find(({ id }) => id === 'tiny-embed:latest')).toMatchObject({
      provider: 'ollama',
      capabilities: ['embedding'],
    });
  });

  test('is refused where nobody listens, with what to do', async () => {
    const server = await serverOf();
    await daemon.kill();
    const report = await reportOf(server);
    expect(report).toMatchObject({ state: 'refused', url: daemon.url, cause: expect.any(String) });
    expect(report.remedy).toContain('ollama serve');
    expect(report).not.toHaveProperty('models');
  });

  test('is ready again as soon as the daemon is', async () => {
    const server = await serverOf();
    await daemon.kill();
    expect(await reportOf(server)).toMatchObject({ state: 'refused' });
    await daemon.restart();
    let report = await reportOf(server);
    // For half a second the last answer is given again.
    while (report.state !== 'ready') report = await reportOf(server);
    expect(report.models?.length).toBeGreaterThan(0);
  });

  test('says when it is something else that answers', async () => {
    daemon.on('GET /api/version', [{ status: 200 }, { send: '<!doctype html>' }]);
    expect(await reportOf(await serverOf())).toMatchObject({ state: 'not-ollama' });
  });

  test('says when the list of models could not be had, and why', async () => {
    daemon.on('GET /api/tags', jsonScript({ error: 'the disk is gone' }, 500));
    const report = await reportOf(await serverOf());
    expect(report.state).toBe('ready');
    expect(report.modelsError?.message).toContain('the disk is gone');
    expect(report).not.toHaveProperty('models');
  });

  test('is an empty list where no model is installed', async () => {
    daemon.on('GET /api/tags', jsonScript({ models: [] }));
    expect(await reportOf(await serverOf())).toMatchObject({ state: 'ready', models: [] });
  });

  test('says what is wrong with an address that cannot be used', async () => {
    const server = await serverOf({ OLLAMA_API_URL: 'ftp://there' });
    const report = await reportOf(server);
    expect(report.state).toBe('http-error');
    expect(report.cause).toContain('OLLAMA_API_URL');
  });

  test('is asked for once, however many want it at the same time', async () => {
    const server = await serverOf();
    const reports = await Promise.all(Array.from({ length: 10 }, () => reportOf(server)));
    expect(new Set(reports.map(({ askedAt }) => askedAt)).size).toBe(1);
    expect(daemon.requests.filter(({ path }) => path === '/api/version')).toHaveLength(1);
  });
});

describe('in production', () => {
  test('there is no local engine, and nobody is asked', async () => {
    const server = await serverOf({ NODETOOL_ENV: 'production' });
    const report = await reportOf(server);
    expect(report).toMatchObject({ state: 'absent', cause: expect.any(String) });
    expect(report.remedy).toContain('NODETOOL_ENV');
    expect(report).not.toHaveProperty('models');
    expect(daemon.requests).toEqual([]);
  });

  test('a workflow with a local model fails, and nobody is asked', async () => {
    const server = await serverOf({ NODETOOL_ENV: 'production' });
    const events = await runToEnd(server, QUESTION);
    expect(events.at(-1)).toMatchObject({
      status: 'failed',
      error: { code: 'PROVIDER_NOT_AVAILABLE' },
    });
    expect(daemon.requests).toEqual([]);
  });

  test.each(['development', 'test', ''])('is not what NODETOOL_ENV=%j says', async (name) => {
    const server = await serverOf({ NODETOOL_ENV: name });
    expect(await reportOf(server)).toMatchObject({ state: 'ready' });
  });
});
