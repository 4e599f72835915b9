import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { toStorageError } from './storage-error.ts';

/**
 * Writes a whole file or nothing: to a temporary name beside it, flushed to the disk, then renamed. `mode` is that of
 * the file. Rejects with STORAGE_FAILED and leaves the old file as it was.
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array | string,
  mode = 0o600,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw toStorageError(error, `${path} could not be written`);
  }
}
