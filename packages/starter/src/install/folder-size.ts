import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files in a folder and below; what vanishes while it is counted, or is not there, counts as 0. */
export async function folderSize(folder: string): Promise<number> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const sizes = await Promise.all(
      entries.map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return folderSize(path);
        return entry.isFile() ? (await stat(path)).size : 0;
      }),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}

const LOOK_EVERY_MS = 500;

/** Does work, and tells the size of a folder, which the work fills, about twice a second. */
export async function watchFolderSize<T>(
  folder: string,
  onSize: (bytes: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  let isDone = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const bytes = await folderSize(folder);
    if (isDone) return;
    onSize(bytes);
    timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  try {
    return await work();
  } finally {
    isDone = true;
    clearTimeout(timer);
  }
}
