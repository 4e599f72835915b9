import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TINY_MODELS } from '../tiny-models/model-definitions.ts';
import { createModels } from './create-models.ts';
import { REAL_MODELS_IDENTITY, realModels } from './fetch-weights.ts';
import type { InstalledOllama } from './install-ollama.ts';
import { installOnce } from '@nodetool-ai/starter';
import type { InstallContext } from './install-options.ts';
import { startOllama } from './ollama-daemon.ts';

/** A store that nobody used for so long belongs to an older state of the tests. */
const UNUSED_AFTER_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * The folder with all test models for a daemon: made once for each version of the daemon and of the models (about 20 s,
 * network for the weights), then shared by all test runs. Its name changes with every byte of the tiny models, so runs of
 * two branches do not meet.
 */
export async function provideModelStore(
  { binary, version }: InstalledOllama,
  context: InstallContext,
): Promise<string> {
  const name = `models-${await definitionsDigest()}`;
  const store = join(context.cacheFolder, `ollama-${version}`, name);
  await installOnce(store, (temporary) => fillStore(temporary, binary, context), context);
  utimesSync(store, new Date(), new Date());
  removeUnusedStores(store);
  return store;
}

async function fillStore(folder: string, binary: string, context: InstallContext): Promise<void> {
  context.onProgress('creating the models');
  const daemon = await startOllama({ binary, modelsFolder: folder });
  try {
    await createModels(daemon.url, [...TINY_MODELS, ...realModels(context)]);
  } finally {
    await daemon.stop();
  }
}

async function definitionsDigest(): Promise<string> {
  const hash = createHash('sha256').update(REAL_MODELS_IDENTITY);
  for (const { name, files, template, parameters } of TINY_MODELS) {
    hash.update(JSON.stringify([name, template, parameters]));
    for (const make of Object.values(files)) hash.update(await make());
  }
  return hash.digest('hex').slice(0, 12);
}

/** Removes the stores beside `current` that no test run used for two weeks. */
export function removeUnusedStores(current: string): void {
  for (const name of readdirSync(dirname(current))) {
    const folder = join(dirname(current), name);
    if (!/^models-[0-9a-f]{12}$/.test(name) || name === basename(current)) continue;
    if (Date.now() - statSync(folder).mtimeMs > UNUSED_AFTER_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}
