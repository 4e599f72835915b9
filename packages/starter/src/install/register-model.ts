import { rm } from 'node:fs/promises';
import type { LibraryModel, ModelLibrary } from '../library/model-library.ts';
import type { ModelRecord } from '../library/model-record.ts';

/**
 * Gives a file that is in place its name in the library. A record that is there already and says the same is left as it
 * is; the file of another model that had the name goes, when no other name has it.
 */
export async function registerModel(
  library: ModelLibrary,
  record: Omit<ModelRecord, 'addedAt'>,
): Promise<LibraryModel> {
  const file = library.fileOf(record.sha256);
  const former = await library.find(record.name);
  if (former?.sha256 === record.sha256 && former.source === record.source) return former;
  const complete = { ...record, addedAt: new Date().toISOString() };
  await library.register(complete);
  const isOrphaned =
    former !== undefined && !(await library.list()).some(({ sha256 }) => sha256 === former.sha256);
  if (isOrphaned) await rm(former.file, { force: true });
  return { ...complete, file };
}
