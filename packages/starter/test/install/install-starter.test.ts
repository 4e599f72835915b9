import { existsSync, readdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import type { InstallProgress } from '../../src/install/install-progress.ts';
import { installStarter } from '../../src/install/install-starter.ts';
import { pullStarterModel } from '../../src/install/pull-starter-model.ts';
import type { PullLine } from '../../src/install/pull-starter-model.ts';
import { removeParts } from '../../src/install/remove-parts.ts';
import { starterParts } from '../../src/install/starter-parts.ts';
import { sendFile, startHub } from '../download/loopback-hub.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { SMALL_BYTES, smallModel } from './small-model.ts';

const { signal } = new AbortController();
/** No pip and no npm are there. */
const environment = { PATH: '/nonexistent' };
const LINUX = { platform: 'linux', architecture: 'x64', glibcVersion: '2.36' };

async function machine(
  listener: RequestListener = (request, response) => sendFile(request, response, SMALL_BYTES),
) {
  const hub = await startHub(listener);
  const folder = starterFolderAt(temporaryFolder());
  const models = [smallModel(hub.origin, 'one:latest'), smallModel(hub.origin, 'two:1b')];
  return { ...hub, folder, models };
}

async function collect(lines: AsyncIterable<PullLine>): Promise<readonly PullLine[]> {
  const all: PullLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('installing the starter engine', () => {
  test('goes through the parts in order with one progress over all', async () => {
    const { folder, models } = await machine();
    const seen: InstallProgress[] = [];
    const onProgress = (progress: InstallProgress) => seen.push(progress);
    const parts = ['two:1b', 'one:latest'];
    await installStarter(folder, { signal, environment, models, parts, onProgress });
    expect([...new Set(seen.map(({ part }) => part))]).toEqual(['one:latest', 'two:1b']);
    expect(seen[0]).toMatchObject({ completedBytes: 0, totalBytes: 2 * SMALL_BYTES.length });
    expect(seen.at(-1)).toMatchObject({
      status: 'installed',
      completedBytes: 2 * SMALL_BYTES.length,
      totalBytes: 2 * SMALL_BYTES.length,
    });
    const counts = seen.map(({ completedBytes }) => completedBytes);
    expect(counts).toEqual(counts.toSorted((left, right) => left - right));
  });

  test('refuses a part that does not exist before anything is fetched', async () => {
    const { folder, models, requests } = await machine();
    const parts = ['one:latest', 'three'];
    await expect(
      installStarter(folder, { signal, environment, models, parts }),
    ).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(requests).toEqual([]);
  });

  test('is cancelled before it begins when the signal is aborted', async () => {
    const { folder, models, requests } = await machine();
    const parts = ['one:latest'];
    const how = { signal: AbortSignal.abort(), environment, models, parts };
    await expect(installStarter(folder, how)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(requests).toEqual([]);
  });
});

describe('the parts of the starter engine', () => {
  test('are listed with sizes, licence and source before anything is there', async () => {
    const { folder } = await machine();
    const { parts, freeBytes, unsupportedCause } = await starterParts(folder, undefined, LINUX);
    expect(parts.map(({ id, licence, isInstalled }) => [id, licence, isInstalled])).toEqual([
      ['engine', 'MIT', false],
      ['smollm2:135m', 'Apache-2.0', false],
      ['all-minilm:latest', 'Apache-2.0', false],
    ]);
    const downloadBytes = parts.reduce((sum, part) => sum + part.downloadBytes, 0);
    expect(downloadBytes).toBe(54_520_063 + 98_362_432 + 90_868_376 + 466_247);
    expect(freeBytes).toBeGreaterThan(0);
    expect(unsupportedCause).toBeUndefined();
  });

  test('are none where there is no engine for the system, and the cause is told', async () => {
    const { folder } = await machine();
    const { parts, unsupportedCause } = await starterParts(folder, undefined, {
      platform: 'linux',
      architecture: 'x64',
    });
    expect(parts).toEqual([]);
    expect(unsupportedCause).toContain('GNU C library');
  });

  test('can be removed one by one; a file that two names share stays with the second', async () => {
    const { folder, models } = await machine();
    const parts = models.map(({ name }) => name);
    await installStarter(folder, { signal, environment, models, parts });
    const first = await removeParts(folder, ['one']);
    expect(first.freedBytes).toBeLessThan(1000);
    expect(
      (await starterParts(folder, models, LINUX)).parts.map((part) => part.isInstalled),
    ).toEqual([false, false, true]);
    const second = await removeParts(folder, ['two:1b']);
    expect(second.freedBytes).toBeGreaterThan(SMALL_BYTES.length);
    expect(readdirSync(folder.modelsFolder)).toEqual([]);
  });

  test('are not touched when one of the names is wrong', async () => {
    const { folder, models } = await machine();
    await installStarter(folder, { signal, environment, models, parts: ['one:latest'] });
    await expect(removeParts(folder, ['one', 'other'])).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: 'It has one:latest.',
    });
    expect(readdirSync(folder.modelsFolder)).toHaveLength(2);
  });

  test('are all gone at once when everything is removed', async () => {
    const { folder, models } = await machine();
    await installStarter(folder, { signal, environment, models, parts: ['one:latest'] });
    const { removed, freedBytes } = await removeParts(folder);
    expect(removed).toEqual(['one:latest']);
    expect(freedBytes).toBeGreaterThan(SMALL_BYTES.length);
    expect(existsSync(folder.modelsFolder)).toBe(false);
  });
});

describe('a pull', () => {
  test('says what it does in the words of the daemon', async () => {
    const { folder, models } = await machine();
    const lines = await collect(pullStarterModel(folder, 'ONE', { signal, environment, models }));
    const digest = `sha256:${models[0]?.file.sha256}`;
    expect(lines[0]).toEqual({ status: 'pulling manifest' });
    expect(lines.at(-4)).toEqual({
      status: `pulling ${digest.slice(7, 19)}`,
      digest,
      total: SMALL_BYTES.length,
      completed: SMALL_BYTES.length,
    });
    expect(lines.slice(-3).map(({ status }) => status)).toEqual([
      'verifying sha256 digest',
      'writing manifest',
      'success',
    ]);
  });

  test('of a model that is not in the manifest fails as the daemon does', async () => {
    const { folder, models } = await machine();
    const pull = collect(pullStarterModel(folder, 'other', { signal, environment, models }));
    await expect(pull).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: 'pull model manifest: file does not exist',
    });
  });

  test('that is left ends the download', async () => {
    let isClosed = false;
    const { folder, models } = await machine((_request, response) => {
      response.on('close', () => (isClosed = true));
      response.writeHead(200, { 'content-length': SMALL_BYTES.length });
      response.write(SMALL_BYTES.subarray(0, 50_000));
    });
    for await (const { completed } of pullStarterModel(folder, 'one', {
      signal,
      environment,
      models,
    }))
      if (completed !== undefined) break;
    await expect.poll(() => isClosed).toBe(true);
  });

  test('that fails throws after its last line', async () => {
    const { folder, models } = await machine((_request, response) => response.writeHead(500).end());
    const pull = collect(pullStarterModel(folder, 'one', { signal, environment, models }));
    await expect(pull).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
  });
});
