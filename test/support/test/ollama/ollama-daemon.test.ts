import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { startOllama } from '../../src/ollama/ollama-daemon.ts';
import { writeFakeOllama } from './fake-ollama.ts';
import {
  stillRunning,
  temporaryFolder,
  writeProgram,
} from '../../../../packages/starter/test/temporary-folder.ts';

/** What the program tells of its own start. */
async function askStart(
  url: string,
): Promise<{ environment: Record<string, string>; child: number }> {
  const start: { environment: Record<string, string>; child: number } = JSON.parse(
    await (await fetch(`${url}/start`)).text(),
  );
  return start;
}

describe.skipIf(process.platform === 'win32')('a daemon of our own', () => {
  test('answers on a free port of loopback with its version when it is there', async () => {
    const daemon = await startOllama({ binary: writeFakeOllama(temporaryFolder()) });
    expect(daemon.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(daemon.version).toBe('9.8.7');
    expect(stillRunning([daemon.pid])).toEqual([daemon.pid]);
    expect(readFileSync(daemon.logFile, 'utf8')).toContain('Listening');
    await daemon.stop();
  });

  test('gets a home of its own, no cloud, no proxy and none of the settings of the person', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
    vi.stubEnv('OLLAMA_DEBUG', '1');
    vi.stubEnv('LLAMA_ARG_CTX_SIZE', '7');
    const modelsFolder = join(temporaryFolder(), 'models');
    const daemon = await startOllama({
      binary: writeFakeOllama(temporaryFolder()),
      modelsFolder,
      environment: { OLLAMA_CONTEXT_LENGTH: '512' },
    });
    vi.unstubAllEnvs();
    const { environment } = await askStart(daemon.url);
    await daemon.stop();
    expect(environment).toMatchObject({
      HOME: dirname(daemon.logFile),
      OLLAMA_HOST: daemon.url.slice('http://'.length),
      OLLAMA_MODELS: modelsFolder,
      OLLAMA_NO_CLOUD: '1',
      OLLAMA_KEEP_ALIVE: '10m',
      OLLAMA_CONTEXT_LENGTH: '512',
      GIN_MODE: 'release',
    });
    for (const name of ['HTTPS_PROXY', 'http_proxy', 'OLLAMA_DEBUG', 'LLAMA_ARG_CTX_SIZE'])
      expect(environment).not.toHaveProperty(name);
    expect(existsSync(modelsFolder)).toBe(true);
  });

  test('is gone with its engines and its home after it was stopped', async () => {
    const daemon = await startOllama({ binary: writeFakeOllama(temporaryFolder()) });
    const { child } = await askStart(daemon.url);
    await daemon.stop();
    expect(stillRunning([daemon.pid, child])).toEqual([]);
    expect(existsSync(dirname(daemon.logFile))).toBe(false);
    await expect(daemon.stop()).resolves.toBeUndefined();
  });

  test('that is killed does not leave its engines behind', async () => {
    const daemon = await startOllama({ binary: writeFakeOllama(temporaryFolder()) });
    const { child } = await askStart(daemon.url);
    daemon.kill('SIGKILL');
    await expect.poll(() => stillRunning([daemon.pid, child])).toEqual([]);
    await daemon.stop();
  });

  test('is tried on another port when somebody took the first one', async () => {
    const folder = temporaryFolder();
    const binary = writeFakeOllama(folder, {
      first: 'Error: listen tcp: bind: address already in use',
    });
    const daemon = await startOllama({ binary });
    expect(daemon.version).toBe('9.8.7');
    expect(readFileSync(join(folder, 'starts'), 'utf8')).toBe('xx');
    await daemon.stop();
  });

  test('that ends at once is told with its last words', async () => {
    const folder = temporaryFolder();
    const lines = [`printf x >> '${folder}/starts'`, 'echo the disk is full', 'exit 4'];
    const binary = writeProgram(folder, 'ollama', ...lines);
    await expect(startOllama({ binary })).rejects.toMatchObject({
      name: 'TestDaemonUnavailable',
      reason: expect.stringMatching(/could not be started.*ended with 4\nthe disk is full/s),
    });
    expect(readFileSync(join(folder, 'starts'), 'utf8')).toBe('x');
  });

  test('that does not exist is told', async () => {
    const binary = join(temporaryFolder(), 'ollama');
    await expect(startOllama({ binary })).rejects.toThrow(/ollama could not be started.*ENOENT/);
  });
});
