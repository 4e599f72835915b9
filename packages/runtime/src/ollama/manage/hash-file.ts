import { createHash } from 'node:crypto';
import { throwIfCancelled } from '../connection/cancelled-error.ts';
import { readFileBytes } from './file-bytes.ts';

/**
 * Digest of a file as a daemon writes it, `sha256:` and hexadecimal digits. The file is read once, piece by piece;
 * `onBytes` is told of each piece. Rejects with CANCELLED and FILE_NOT_READABLE.
 */
export async function hashFile(
  file: { readonly path: string; readonly sizeBytes: number },
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of readFileBytes(file.path, file.sizeBytes)) {
    throwIfCancelled(signal);
    hash.update(piece);
    onBytes(piece.length);
  }
  return `sha256:${hash.digest('hex')}`;
}
