import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NodetoolError } from '@nodetool-ai/graph';
import { requireSpace } from '../download/free-space.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { requireConsent } from './add-consent.ts';
import type { AddOptions, FetchedModel } from './add-options.ts';
import { isProcessAlive } from './file-lock.ts';
import { requireModelFile } from './require-model-file.ts';

/**
 * Copies a GGUF file of the person to a passing name in the models folder. Throws FILE_NOT_READABLE, MODEL_FILE_INVALID,
 * DISK_FULL, CANCELLED when the person says no; rejects with the reason of the signal.
 */
export async function copyModelFile(
  { modelsFolder }: StarterFolder,
  path: string,
  name: string,
  { signal, onProgress, confirm }: AddOptions,
): Promise<FetchedModel> {
  const from = resolve(path);
  const input = await openRegular(from);
  try {
    await requireModelFile(from, path);
    const { size: totalBytes } = await input.stat();
    const source = `file ${path.split(/[\\/]/).at(-1) ?? path}`;
    await requireConsent({ name, source, sizeBytes: totalBytes, isDigestKnown: false }, confirm);
    await requireSpace(modelsFolder, totalBytes, name);
    await removeDeadParts(modelsFolder);
    const file = join(modelsFolder, `${process.pid}-${randomUUID()}.part`);
    const hash = createHash('sha256');
    let completedBytes = 0;
    const output = await open(file, 'wx', 0o600);
    try {
      for await (const chunk of input.createReadStream({
        highWaterMark: 1024 * 1024,
        autoClose: false,
        signal,
      })) {
        const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        hash.update(bytes);
        await output.appendFile(bytes);
        completedBytes += bytes.length;
        onProgress?.({ status: 'copying', completedBytes, totalBytes });
      }
      await output.sync();
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await output.close();
    }
    return { file, source, sizeBytes: completedBytes, sha256: hash.digest('hex') };
  } finally {
    await input.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    return await open(path, 'r');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodetoolError('FILE_NOT_READABLE', `${path} cannot be read: ${why}.`, {
      cause: error,
    });
  }
}

const PART = /^(\d+)-[0-9a-f-]{36}\.part$/;

/** A process that was killed while it copied could not remove its part. */
async function removeDeadParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = PART.exec(name)?.[1];
    if (pid !== undefined && !isProcessAlive(Number(pid)))
      await rm(join(folder, name), { force: true });
  }
}
