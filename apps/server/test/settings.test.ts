import type { SettingsReport } from '@nodetool-ai/graph';
import { afterEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { codeOf, startTestServer } from './start-test-server.ts';
import type { Answer, TestServer } from './start-test-server.ts';

const daemons: ScriptedDaemon[] = [];
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()));
});

async function daemonOfTest(): Promise<ScriptedDaemon> {
  const daemon = await startScriptedDaemon();
  daemons.push(daemon);
  return daemon;
}

const reportOf = ({ json }: Answer): SettingsReport => Object(json);
const settings = async (server: TestServer) => reportOf(await server.ask('/api/settings'));
const setAddress = (server: TestServer, url: unknown) =>
  server.ask('/api/settings/engine-url', { method: 'PUT', body: { url } });
const store = (server: TestServer, name: string, value = 'x') =>
  server.ask(`/api/settings/secrets/${name}`, { method: 'PUT', body: { value } });

describe('the settings', () => {
  test('say the address of the daemon and who says it', async () => {
    const plain = await startTestServer({ environment: { OLLAMA_API_URL: undefined } });
    expect(await settings(plain)).toEqual({
      engineUrl: { url: 'http://127.0.0.1:11434', source: 'default' },
      secrets: [],
      isLocalAllowed: true,
    });
    const set = await startTestServer({ environment: { OLLAMA_API_URL: 'there:1' } });
    expect((await settings(set)).engineUrl).toEqual({
      url: 'http://there:1',
      source: 'environment OLLAMA_API_URL',
    });
  });

  test('say why an address of the environment cannot be used', async () => {
    const server = await startTestServer({ environment: { OLLAMA_API_URL: 'ftp://there' } });
    expect(await settings(server)).toMatchObject({
      engineUrl: null,
      engineUrlError: {
        code: 'SETTING_INVALID',
        message: expect.stringContaining('OLLAMA_API_URL'),
      },
    });
  });

  test('say that local engines do not exist in production', async () => {
    const server = await startTestServer({ environment: { NODETOOL_ENV: 'production' } });
    expect(await settings(server)).toMatchObject({ isLocalAllowed: false });
  });
});

describe('the address of the daemon', () => {
  test('that is set wins, is completed, is kept, and is asked from then on', async () => {
    const [first, second] = [await daemonOfTest(), await daemonOfTest()];
    const server = await startTestServer({ environment: { OLLAMA_API_URL: first.url } });
    expect((await server.ask('/api/engine')).json).toMatchObject({ url: first.url });
    const answer = await setAddress(server, `${second.url.replace('http://', '')}/v1/`);
    const engineUrl = { url: second.url, source: 'secret OLLAMA_API_URL' };
    expect(reportOf(answer).engineUrl).toEqual(engineUrl);
    // Also when the last answer was given a moment ago.
    expect((await server.ask('/api/engine')).json).toMatchObject({ url: second.url });
    const next = await startTestServer({ environment: { NODETOOL_HOME: server.home } });
    expect((await settings(next)).engineUrl).toEqual(engineUrl);
  });

  test.each(['', '  '])(
    'that is set to nothing (%j) is the one of the environment again',
    async (nothing) => {
      const server = await startTestServer();
      const before = await settings(server);
      await setAddress(server, 'http://there:1');
      expect(reportOf(await setAddress(server, nothing))).toEqual(before);
      // Twice is no error.
      expect(await setAddress(server, nothing)).toMatchObject({ status: 200 });
    },
  );

  test('is not listed among the secrets, and not set as one', async () => {
    const server = await startTestServer();
    await setAddress(server, 'http://there:1');
    expect((await settings(server)).secrets).toEqual([]);
    const answer = await store(server, 'OLLAMA_API_URL', 'file:///etc/passwd');
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('SECRET_NAME_INVALID');
    expect((await settings(server)).engineUrl?.url).toBe('http://there:1');
  });

  test.each([[undefined], [null], [7], [['http://there']]])(
    'is text: %j is refused',
    async (url) => {
      const server = await startTestServer();
      const answer = await setAddress(server, url);
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe('REQUEST_INVALID');
    },
  );
});

describe('secrets', () => {
  test('are stored, replaced and removed by their names', async () => {
    const server = await startTestServer();
    await store(server, 'B_KEY');
    await store(server, 'A_KEY');
    const answer = await store(server, 'A_KEY', 'another');
    expect(reportOf(answer).secrets.map(({ name }) => name)).toEqual(['A_KEY', 'B_KEY']);
    const removed = await server.ask('/api/settings/secrets/A_KEY', { method: 'DELETE' });
    expect(reportOf(removed).secrets.map(({ name }) => name)).toEqual(['B_KEY']);
  });

  test.each(['lower', '1A', 'A-B', 'A.B', '__proto__', 'A'.repeat(129), '%00', '..%2FA'])(
    'have names in capitals: %s is refused',
    async (name) => {
      const server = await startTestServer();
      const answers = [
        await store(server, name),
        await server.ask(`/api/settings/secrets/${name}`, { method: 'DELETE' }),
      ];
      expect(answers.map(codeOf)).toEqual(['SECRET_NAME_INVALID', 'SECRET_NAME_INVALID']);
      expect((await settings(server)).secrets).toEqual([]);
    },
  );

  test('that are not stored cannot be removed', async () => {
    const server = await startTestServer();
    const answer = await server.ask('/api/settings/secrets/A_KEY', { method: 'DELETE' });
    expect(answer.status).toBe(404);
    expect(codeOf(answer)).toBe('SECRET_NOT_FOUND');
  });

  test('stored at the same time are all kept', async () => {
    const server = await startTestServer();
    const names = Array.from({ length: 10 }, (_, index) => `KEY_${index}`);
    await Promise.all(names.map((name) => store(server, name)));
    expect((await settings(server)).secrets.map(({ name }) => name)).toEqual(names);
  });
});
