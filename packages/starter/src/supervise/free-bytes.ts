import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes that may still be written where a folder is or will be; undefined when the system does not say. */
export async function freeBytesAt(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : freeBytesAt(parent);
  }
}
