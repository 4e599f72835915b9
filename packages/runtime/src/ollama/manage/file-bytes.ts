import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { NodetoolError } from '@nodetool-ai/graph';

/** Large enough that a step costs little beside the hashing, small enough that an abort is quick. */
const PIECE_BYTES = 1024 * 1024;

/** Size of a plain file in bytes. Rejects with FILE_NOT_READABLE. */
export async function fileSizeBytes(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw new NodetoolError('FILE_NOT_READABLE', `${path} is not a file.`);
}

/**
 * The first `sizeBytes` bytes of a file, piece by piece; the next piece is read when it is asked for. Throws
 * FILE_NOT_READABLE when the file cannot be read, or has become shorter.
 */
export async function* readFileBytes(
  path: string,
  sizeBytes: number,
): AsyncGenerator<Buffer, void, void> {
  if (sizeBytes === 0) return;
  let readBytes = 0;
  try {
    const pieces: AsyncIterable<Buffer> = createReadStream(path, {
      end: sizeBytes - 1,
      highWaterMark: PIECE_BYTES,
    });
    for await (const piece of pieces) {
      readBytes += piece.length;
      yield piece;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (readBytes < sizeBytes)
    throw new NodetoolError('FILE_NOT_READABLE', `${path} became shorter while it was read.`);
}

function unreadable(path: string, cause: unknown): NodetoolError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new NodetoolError('FILE_NOT_READABLE', `${path} cannot be read: ${why}`, { cause });
}
