import type { EngineReport, StarterReport } from '@nodetool-ai/graph';
import { NodetoolError } from '@nodetool-ai/graph';
import type { StarterInstaller, StarterInstallOptions } from '@nodetool-ai/starter';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  jsonScript,
  startScriptedDaemon,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { startTestServer } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';
import { freeUrl, testStarter } from './starter-engines.ts';
import type { TestStarter } from './starter-engines.ts';

let daemon: ScriptedDaemon;
beforeEach(async () => {
  daemon = await startScriptedDaemon();
});
afterEach(() => daemon.stop());

async function serverWith(wanted: TestStarter, daemonUrl?: string): Promise<TestServer> {
  return startTestServer({
    environment: { OLLAMA_API_URL: daemonUrl },
    starter: await testStarter(wanted),
    daemonUrl: await freeUrl(),
  });
}

const order = (server: TestServer, path: string, body: unknown = {}) =>
  server.ask(`/api/starter/${path}`, { method: 'POST', body });

async function reportOf(server: TestServer): Promise<StarterReport> {
  return Object((await server.ask('/api/starter')).json);
}

async function engineOf(server: TestServer): Promise<EngineReport> {
  return Object((await server.ask('/api/engine')).json);
}

/** An installation that stands still after its first report, until it is ended. */
function standingInstaller() {
  const asked: StarterInstallOptions[] = [];
  const install: StarterInstaller['install'] = (options) => {
    asked.push(options);
    options.onProgress?.({
      part: 'Engine',
      status: 'downloading',
      completedBytes: 10,
      totalBytes: 100,
      bytesPerSecond: 5,
      secondsLeft: 18,
    });
    return new Promise((_resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(new NodetoolError('CANCELLED')));
    });
  };
  return { asked, installer: { install } };
}

describe('the starter engine', () => {
  test('is installed when somebody asks for it, and answers afterwards', async () => {
    const server = await serverWith({ isInstalled: false });
    expect(await reportOf(server)).toMatchObject({ isInstalled: false });
    expect((await engineOf(server)).state).toBe('refused');
    expect(await order(server, 'install')).toMatchObject({
      status: 202,
      json: { install: { startedAt: expect.any(Number) } },
    });
    await expect
      .poll(() => reportOf(server))
      .toMatchObject({ isInstalled: true, install: { state: 'done' } });
    await expect.poll(() => engineOf(server)).toMatchObject({ kind: 'starter', state: 'ready' });
  });

  test('is installed once, however often a person clicks, and says how far it is', async () => {
    const { asked, installer } = standingInstaller();
    const server = await serverWith({ isInstalled: false, installer });
    const answers = await Promise.all(
      [1, 2, 3].map(() => order(server, 'install', { parts: ['engine'] })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.parts).toEqual(['engine']);
    const install = {
      state: 'running',
      part: 'Engine',
      status: 'downloading',
      completedBytes: 10,
      totalBytes: 100,
      bytesPerSecond: 5,
      secondsLeft: 18,
    };
    expect((await reportOf(server)).install).toMatchObject(install);
    expect((await engineOf(server)).starter?.install).toMatchObject(install);
  });

  test('can be stopped, and a new attempt begins anew', async () => {
    const { asked, installer } = standingInstaller();
    const server = await serverWith({ isInstalled: false, installer });
    await order(server, 'install');
    expect((await order(server, 'cancel')).status).toBe(202);
    await expect.poll(() => reportOf(server)).toMatchObject({ install: { state: 'cancelled' } });
    expect((await reportOf(server)).install).not.toHaveProperty('secondsLeft');
    await order(server, 'install');
    expect(asked).toHaveLength(2);
    expect((await reportOf(server)).install?.state).toBe('running');
  });

  test('says why it could not be installed, and the server lives on', async () => {
    const install = () =>
      Promise.reject(new NodetoolError('DISK_FULL', 'There are 3 MB left, and it takes 230 MB.'));
    const server = await serverWith({ isInstalled: false, installer: { install } });
    await order(server, 'install');
    await expect
      .poll(() => reportOf(server))
      .toMatchObject({
        install: { state: 'failed', error: { code: 'DISK_FULL', hint: expect.any(String) } },
      });
  });

  test('is no longer installed when the server ends', async () => {
    const { asked, installer } = standingInstaller();
    const server = await serverWith({ isInstalled: false, installer });
    await order(server, 'install');
    await server.close();
    expect(asked[0]?.signal?.aborted).toBe(true);
  });

  test.each([{ parts: 'engine' }, { parts: [] }, { parts: [7] }, { parts: ['../other'] }])(
    '%j is refused, and nothing is fetched',
    async (body) => {
      const { asked, installer } = standingInstaller();
      const server = await serverWith({ isInstalled: false, installer });
      expect((await order(server, 'install', body)).status).toBe(400);
      expect(asked).toEqual([]);
      expect(await reportOf(server)).not.toHaveProperty('install');
    },
  );

  test('that has no build for this system says why', async () => {
    const parts = () => Promise.resolve({ parts: [], unsupportedCause: 'musl has none' });
    const server = await serverWith({ isInstalled: false, installer: { parts } });
    expect((await order(server, 'install')).json).toMatchObject({
      error: { code: 'STARTER_UNSUPPORTED', message: 'musl has none' },
    });
  });

  test('does not exist in production', async () => {
    const server = await startTestServer({
      environment: { NODETOOL_ENV: 'production' },
      starter: await testStarter(),
    });
    for (const { status } of [
      await server.ask('/api/starter'),
      await order(server, 'install'),
      await order(server, 'fill'),
    ])
      expect(status).toBe(404);
  });
});

describe('a daemon without models', () => {
  test('gets those of the starter, which are fetched first', async () => {
    daemon.on('GET /api/tags', jsonScript({ models: [] }));
    const server = await serverWith({ isInstalled: false }, daemon.url);
    expect((await order(server, 'fill')).status).toBe(202);
    await expect
      .poll(() => reportOf(server))
      .toMatchObject({
        install: {
          state: 'done',
          status: 'copying into Ollama',
          part: 'echo:latest',
          completedBytes: 200,
          totalBytes: 200,
        },
      });
    const paths = daemon.requests.map(
      ({ method, path }) => `${method} ${path.split('/sha256')[0]}`,
    );
    expect(paths.filter((path) => path.startsWith('POST'))).toEqual([
      'POST /api/blobs',
      'POST /api/create',
    ]);
    const create = daemon.requests.find(({ path }) => path === '/api/create');
    expect(create?.body).toMatchObject({
      model: 'echo:latest',
      files: { 'echo-latest.gguf': expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
  });

  test('keeps a model of the same name as it is', async () => {
    daemon.on(
      'GET /api/tags',
      jsonScript({ models: [{ name: 'echo:latest', model: 'echo:latest' }] }),
    );
    const server = await serverWith({ isInstalled: false }, daemon.url);
    await order(server, 'fill');
    await expect.poll(() => reportOf(server)).toMatchObject({ install: { state: 'done' } });
    expect(daemon.requests.some(({ path }) => path === '/api/create')).toBe(false);
  });

  test('is told in its own words when it takes them not', async () => {
    daemon.on('GET /api/tags', jsonScript({ models: [] }));
    daemon.on('POST /api/create', jsonScript({ error: 'no space left on device' }, 500));
    const server = await serverWith({}, daemon.url);
    await order(server, 'fill');
    await expect
      .poll(() => reportOf(server))
      .toMatchObject({
        install: { state: 'failed', error: { message: expect.stringContaining('no space left') } },
      });
  });

  test('is not the starter engine, and not nobody', async () => {
    const starter = await serverWith({});
    expect((await order(starter, 'fill')).json).toMatchObject({
      error: { code: 'OLLAMA_UNREACHABLE', hint: expect.stringContaining('Start Ollama') },
    });
    const nobody = await serverWith({ isInstalled: false });
    expect((await order(nobody, 'fill')).status).toBe(502);
  });
});
