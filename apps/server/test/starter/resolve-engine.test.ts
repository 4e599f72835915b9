import { isNodetoolError } from '@nodetool-ai/graph';
import type { EngineReport } from '@nodetool-ai/graph';
import { OllamaProvider } from '@nodetool-ai/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { createRuntimeContext } from '../../src/runtime-context.ts';
import { StarterProvider } from '../../src/starter/starter-provider.ts';
import { runToEnd } from '../follow-run.ts';
import { makeHome, startTestServer } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';
import { freeUrl, testStarter } from './starter-engines.ts';

let daemon: ScriptedDaemon;
beforeEach(async () => {
  daemon = await startScriptedDaemon();
});
afterEach(() => daemon.stop());

async function contextOf(
  wanted: Parameters<typeof testStarter>[0] = {},
  environment: Readonly<Record<string, string>> = {},
  daemonUrl?: string,
) {
  const starter = await testStarter(wanted);
  return createRuntimeContext(
    { NODETOOL_HOME: makeHome(), ...environment },
    { starter, daemonUrl: daemonUrl ?? (await freeUrl()) },
  );
}

const providerOf = async (context: Awaited<ReturnType<typeof contextOf>>) =>
  context.services.providers.get('ollama');

describe('who answers', () => {
  test('is the starter engine where nobody set an address and no daemon listens', async () => {
    const provider = await providerOf(await contextOf());
    expect(provider).toBeInstanceOf(StarterProvider);
    expect(await provider.status()).toMatchObject({ state: 'ready', version: '0.34.2-starter' });
    const answer = await provider.generateMessage({
      model: 'echo',
      messages: [{ role: 'user', content: 'hello' }],
    });
    expect(answer.content).toBe('You said: hello');
  });

  test('is the daemon of this machine where one listens, whatever it says', async () => {
    const provider = await providerOf(await contextOf({}, {}, daemon.url));
    expect(provider).not.toBeInstanceOf(StarterProvider);
  });

  test.each([
    { OLLAMA_API_URL: 'http://127.0.0.1:1' },
    { OLLAMA_HOST: '127.0.0.1:1' },
    { OLLAMA_HOSTS: 'here=127.0.0.1:1' },
  ])('is the one that was set and no other: %j', async (environment) => {
    const provider = await providerOf(await contextOf({}, environment));
    expect(provider).not.toBeInstanceOf(StarterProvider);
    expect((await provider.status()).remedy).not.toContain('starter');
  });

  test('is nobody where no engine is, and the error says in one line how to get one', async () => {
    const context = await contextOf({ isInstalled: false });
    const provider = await providerOf(context);
    expect(provider).toBeInstanceOf(OllamaProvider);
    const status = await provider.status();
    expect(status.state).toBe('refused');
    expect(status.remedy).toContain('nodetool starter install');
    await expect(provider.listModelFacts()).rejects.toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      hint: expect.stringMatching(/^[^\n]*nodetool starter install[^\n]*$/),
      action: { kind: 'install-starter' },
    });
  });

  test('is nobody in production, whatever is installed', async () => {
    const context = await contextOf({}, { NODETOOL_ENV: 'production' });
    await expect(providerOf(context)).rejects.toMatchObject({ code: 'PROVIDER_NOT_AVAILABLE' });
  });

  test('is without the hint where the starter engine has no build', async () => {
    const provider = await providerOf(
      await contextOf({
        isInstalled: false,
        installer: { parts: () => Promise.resolve({ parts: [], unsupportedCause: 'musl' }) },
      }),
    );
    expect((await provider.status()).remedy).not.toContain('starter');
  });
});

describe('a starter engine that crashes in the middle of an answer', () => {
  test('is named, with what had come, and the next answer comes', async () => {
    const context = await contextOf();
    const ask = async (content: string) =>
      (await providerOf(context)).generateMessage({
        model: 'echo',
        messages: [{ role: 'user', content }],
      });
    const error: unknown = await ask('crash').catch((reason: unknown) => reason);
    expect(isNodetoolError(error) && error.code).toBe('STARTER_CRASHED');
    expect(error).toMatchObject({
      message: expect.stringContaining('SIGKILL'),
      hint: expect.stringContaining('started again'),
      details: { partialText: 'You said: ', stderr: 'illegal instruction' },
    });
    expect((await ask('hello')).content).toBe('You said: hello');
  });

  test('says of a model that it does not have where models come from', async () => {
    const provider = await providerOf(await contextOf());
    await expect(provider.getModelFacts('llama3.2')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.stringContaining('nodetool starter add'),
    });
  });
});

const QUESTION = (prompt: string) => ({
  id: 'w',
  name: 'w',
  graph: {
    nodes: [{ id: 'a', type: 'nodetool.text.Generate', data: { prompt, model: 'echo' } }],
    edges: [],
  },
});

async function reportOf(server: TestServer): Promise<EngineReport> {
  return Object((await server.ask('/api/engine')).json);
}

describe('the server', () => {
  const serverOf = async (wanted: Parameters<typeof testStarter>[0] = {}) =>
    startTestServer({
      environment: { OLLAMA_API_URL: undefined },
      starter: await testStarter(wanted),
      daemonUrl: await freeUrl(),
    });

  test('says that the starter engine answers, and what it is made of', async () => {
    const report = await reportOf(await serverOf());
    expect(report).toMatchObject({
      state: 'ready',
      kind: 'starter',
      source: 'starter engine',
      version: '0.34.2-starter',
      memory: { totalBytes: expect.any(Number) },
      starter: { isSupported: true, isInstalled: true, parts: [{ id: 'engine' }, {}] },
    });
    expect(report.models?.map(({ id }) => id)).toEqual(['echo:latest']);
  });

  test('says of a daemon that it is one, and tells of the starter engine all the same', async () => {
    const server = await startTestServer({
      environment: { OLLAMA_API_URL: daemon.url },
      starter: await testStarter({ isInstalled: false }),
    });
    expect(await reportOf(server)).toMatchObject({
      kind: 'ollama',
      source: 'environment OLLAMA_API_URL',
      starter: { isInstalled: false },
    });
  });

  test('says of nobody that he answers, and how to get an engine', async () => {
    const report = await reportOf(await serverOf({ isInstalled: false }));
    expect(report).toMatchObject({ state: 'refused', source: 'default' });
    expect(report).not.toHaveProperty('kind');
    expect(report.remedy).toContain('nodetool starter install');
  });

  test('ends a run with the crash, lives on, and the next run comes to its end', async () => {
    const server = await serverOf();
    const failed = await runToEnd(server, QUESTION('crash'));
    expect(failed.at(-1)).toMatchObject({ status: 'failed', error: { code: 'STARTER_CRASHED' } });
    const next = await runToEnd(server, QUESTION('hello'));
    expect(next.at(-1)).toMatchObject({ status: 'completed' });
  });

  test('in production tells nothing of a starter engine', async () => {
    const server = await startTestServer({
      environment: { OLLAMA_API_URL: undefined, NODETOOL_ENV: 'production' },
      starter: await testStarter(),
    });
    expect(await reportOf(server)).not.toHaveProperty('starter');
  });
});
