import { mkdir, statfs } from 'node:fs/promises';
import { NodetoolError } from '@nodetool-ai/graph';
import { byteWords } from './byte-words.ts';

/** Bytes that a person may still write in a folder; undefined when the system does not say or the folder is not there. */
export async function freeBytesIn(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Makes the folder, and throws DISK_FULL, with the figures, when there is less room than needed. */
export async function requireSpace(
  folder: string,
  neededBytes: number,
  what: string,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const freeBytes = await freeBytesIn(folder);
  if (freeBytes === undefined || freeBytes >= neededBytes) return;
  throw new NodetoolError(
    'DISK_FULL',
    `${what} needs ${byteWords(neededBytes)} on the disk of ${folder}, and ${byteWords(freeBytes)} are free.`,
    { details: { neededBytes, freeBytes, folder } },
  );
}

/** DISK_FULL for an error of the system that says so, else undefined. */
export function toDiskFull(
  error: unknown,
  folder: string,
  what: string,
): NodetoolError | undefined {
  const isFull =
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (!isFull) return undefined;
  return new NodetoolError(
    'DISK_FULL',
    `The disk of ${folder} became full while ${what} was written.`,
    {
      details: { folder },
      cause: error,
    },
  );
}
