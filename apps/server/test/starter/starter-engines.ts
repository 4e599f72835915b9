import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StarterPart } from '@nodetool-ai/graph';
import { ModelLibrary, StarterEngine, starterFolderAt } from '@nodetool-ai/starter';
import type { StarterInstaller } from '@nodetool-ai/starter';
import { onTestFinished } from 'vitest';

/** The parts of an engine of these tests. */
export const PARTS: readonly StarterPart[] = ['engine', 'echo:latest'].map((id) => ({
  id,
  title: id,
  does: 'tests',
  licence: 'MIT',
  downloadBytes: 100,
  diskBytes: 200,
  source: 'a test',
  isInstalled: false,
}));

async function addModel(root: string): Promise<void> {
  const folder = starterFolderAt(root);
  const library = new ModelLibrary(folder);
  const sha256 = 'a'.repeat(64);
  mkdirSync(folder.modelsFolder, { recursive: true });
  writeFileSync(library.fileOf(sha256), 'GGUF');
  const addedAt = '2026-01-01T00:00:00.000Z';
  await library.register({ name: 'echo:latest', sha256, sizeBytes: 4, source: 'a test', addedAt });
}

/** What a test wants of a starter engine. */
export interface TestStarter {
  readonly isInstalled?: boolean;
  /** Ways of installing other than at once. */
  readonly installer?: Partial<StarterInstaller>;
  readonly folder?: string;
}

/** A starter engine whose child process is a script; it is closed after the test. */
export async function testStarter(wanted: TestStarter = {}): Promise<StarterEngine> {
  const folder = wanted.folder ?? mkdtempSync(join(tmpdir(), 'nodetool-starter-'));
  let isThere = wanted.isInstalled ?? true;
  if (isThere) await addModel(folder);
  const installer: StarterInstaller = {
    parts: () =>
      Promise.resolve({ parts: PARTS.map((part) => ({ ...part, isInstalled: isThere })) }),
    engineFolder: () => Promise.resolve(isThere ? folder : undefined),
    install: async () => {
      await addModel(folder);
      isThere = true;
    },
    ...wanted.installer,
  };
  const program = fileURLToPath(new URL('scripted-child.mjs', import.meta.url));
  const environment = { PATH: process.env['PATH'] };
  const starter = new StarterEngine({ folder, environment, installer, program });
  onTestFinished(async () => {
    await starter.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return starter;
}

/** An address of this machine at which nobody listens. */
export async function freeUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
