import { rm } from 'node:fs/promises';
import { NodetoolError } from '@nodetool-ai/graph';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { completeName, ModelLibrary } from '../library/model-library.ts';
import { STARTER_MODELS } from '../manifest/starter-models.ts';
import { removeDownloads } from './fetch-from-hub.ts';
import { folderSize } from './folder-size.ts';
import { ENGINE_PART } from './install-starter.ts';

/** What a removal gave back. */
export interface Removal {
  /** Ids of what was there and is gone. */
  readonly removed: readonly string[];
  readonly freedBytes: number;
}

/**
 * Removes parts by id: `engine` (all versions of it) or names of models, also of added ones; without ids everything, with
 * what was half downloaded. Throws MODEL_NOT_FOUND, before anything is removed, for a name that is not there.
 */
export async function removeParts(
  folder: StarterFolder,
  ids?: readonly string[],
): Promise<Removal> {
  const library = new ModelLibrary(folder);
  const before = await folderSize(folder.root);
  const models = (await library.list()).map(({ name }) => name);
  if (ids === undefined) {
    const hadEngine = (await folderSize(folder.enginesFolder)) > 0;
    for (const each of [folder.enginesFolder, folder.modelsFolder, folder.downloadsFolder])
      await rm(each, { recursive: true, force: true });
    const removed = [...(hadEngine ? [ENGINE_PART] : []), ...models];
    return { removed, freedBytes: before - (await folderSize(folder.root)) };
  }
  for (const id of ids) {
    if (id === ENGINE_PART || (await library.find(id)) !== undefined) continue;
    throw new NodetoolError(
      'MODEL_NOT_FOUND',
      `The starter engine has no model ${JSON.stringify(id)}.`,
      {
        hint: models.length === 0 ? 'No model is there.' : `It has ${models.join(', ')}.`,
      },
    );
  }
  for (const id of ids) {
    if (id === ENGINE_PART) await rm(folder.enginesFolder, { recursive: true, force: true });
    else await library.remove(id);
    const model = STARTER_MODELS.find(({ name }) => name === completeName(id));
    if (model !== undefined) await removeDownloads(folder, model);
  }
  return { removed: ids, freedBytes: before - (await folderSize(folder.root)) };
}
