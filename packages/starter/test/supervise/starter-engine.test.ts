import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StarterPart } from '@nodetool-ai/graph';
import { describe, expect, onTestFinished, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import { ModelLibrary } from '../../src/library/model-library.ts';
import { StarterEngine } from '../../src/supervise/starter-engine.ts';
import type { StarterInstaller } from '../../src/supervise/starter-installer.ts';
import { stillRunning, temporaryFolder } from '../temporary-folder.ts';

const program = fileURLToPath(new URL('child-program.mjs', import.meta.url));

const PART: StarterPart = {
  id: 'engine',
  title: 'Engine',
  does: 'runs models',
  licence: 'MIT',
  downloadBytes: 50_000_000,
  diskBytes: 85_000_000,
  source: 'npm',
  isInstalled: true,
};

const installed: StarterInstaller = {
  parts: () => Promise.resolve({ parts: [PART], freeBytes: 7 }),
  engineFolder: () => Promise.resolve('/engine'),
  install: () => Promise.resolve(),
};

async function folderWithModel(): Promise<string> {
  const root = temporaryFolder();
  const folder = starterFolderAt(root);
  const library = new ModelLibrary(folder);
  const sha256 = 'a'.repeat(64);
  mkdirSync(folder.modelsFolder, { recursive: true });
  writeFileSync(library.fileOf(sha256), 'GGUF');
  const addedAt = '2026-01-01T00:00:00.000Z';
  await library.register({ name: 'tiny:latest', sha256, sizeBytes: 4, source: 'a test', addedAt });
  return root;
}

function engineAt(folder: string, parts: Partial<StarterInstaller> = {}, environment = {}) {
  const engine = new StarterEngine({
    folder,
    environment: { PATH: process.env['PATH'], ...environment },
    installer: { ...installed, ...parts },
    program,
  });
  onTestFinished(() => engine.close());
  return engine;
}

/** What the child says of itself. */
async function childAt(url: string): Promise<{ pid: number; parameters: readonly string[] }> {
  return Object(await (await fetch(`${url}/arguments`)).json());
}

describe('the starter engine of a folder', () => {
  test('names its own parts, with sizes, licences and sources', async () => {
    const engine = new StarterEngine({ folder: temporaryFolder(), environment: {} });
    const report = await engine.report();
    expect(report).toMatchObject({ isInstalled: false, freeBytes: expect.any(Number) });
    expect(report.isSupported ? report.parts.length : 3).toBe(3);
  });
});

describe('a starter engine', () => {
  test('that lacks the engine or every model is not installed, and is not started', async () => {
    const empty = engineAt(temporaryFolder());
    await expect(empty.url()).rejects.toMatchObject({
      code: 'STARTER_NOT_INSTALLED',
      action: { kind: 'install-starter' },
    });
    const unequipped = engineAt(await folderWithModel(), {
      engineFolder: () => Promise.resolve(undefined),
    });
    expect(await unequipped.isInstalled()).toBe(false);
  });

  test('says what it is made of, and how much room there is', async () => {
    const report = await engineAt(await folderWithModel()).report();
    expect(report).toEqual({
      isSupported: true,
      isInstalled: true,
      parts: [PART],
      freeBytes: 7,
    });
  });

  test('says why there is none for this system', async () => {
    const engine = engineAt(temporaryFolder(), {
      parts: () => Promise.resolve({ parts: [], unsupportedCause: 'musl has no build' }),
    });
    expect(await engine.report()).toMatchObject({
      isSupported: false,
      unsupportedCause: 'musl has no build',
    });
  });

  test('has one child process in a folder, which ends with its last user', async () => {
    const folder = await folderWithModel();
    const [one, two] = [engineAt(folder), engineAt(folder)];
    const url = await one.url();
    expect(await two.url()).toBe(url);
    const { pid } = await childAt(url);
    await one.close();
    expect(stillRunning([pid])).toEqual([pid]);
    await expect(one.url()).rejects.toMatchObject({ code: 'STARTER_START_FAILED' });
    await two.close();
    expect(stillRunning([pid])).toEqual([]);
  });

  test('tells the child where it is and how many threads to take', async () => {
    const folder = await folderWithModel();
    const engine = engineAt(folder, {}, { NODETOOL_STARTER_THREADS: '1' });
    const { parameters } = await childAt(await engine.url());
    expect(parameters).toEqual(['--folder', folder, '--engine', '/engine', '--threads', '1']);
    const wrong = engineAt(await folderWithModel(), {}, { NODETOOL_STARTER_THREADS: 'many' });
    await expect(wrong.url()).rejects.toMatchObject({ code: 'SETTING_INVALID' });
  });

  test('reports a crash until it runs again', async () => {
    const engine = engineAt(await folderWithModel());
    const url = await engine.url();
    await fetch(`${url}/crash`).catch(() => undefined);
    expect(await engine.crashAt(url)).toMatchObject({ code: 'STARTER_CRASHED' });
    expect(await engine.report()).toMatchObject({ error: { code: 'STARTER_CRASHED' } });
    await engine.url();
    expect(await engine.report()).not.toHaveProperty('error');
  });
});
