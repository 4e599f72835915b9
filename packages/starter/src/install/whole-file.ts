import { stat } from 'node:fs/promises';
import { sha256Of } from '../download/file-digest.ts';

/** Whether a file has a size and, where one is given, a SHA-256. False when it cannot be read. Rejects when aborted. */
export async function isWholeFile(
  file: string,
  { sizeBytes, sha256 }: { readonly sizeBytes: number; readonly sha256?: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if ((await stat(file)).size !== sizeBytes) return false;
    return sha256 === undefined || (await sha256Of(file, signal)) === sha256;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
