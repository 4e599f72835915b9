import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isNodetoolError } from '@nodetool-ai/graph';
import type { DownloadAnswer } from './download-answer.ts';
import { cutOff, wrongSize } from './download-errors.ts';
import type { DownloadOptions, DownloadRequest } from './download-request.ts';
import { requireSpace, toDiskFull } from './free-space.ts';
import type { PartialFile } from './partial-file.ts';
import { TransferRate } from './transfer-rate.ts';

const REPORT_EVERY_MS = 200;

/**
 * Adds the data of an answer to a partial file that has `from` bytes, or begins it anew when that is 0. Resolves with
 * `from`. Throws DOWNLOAD_CORRUPT or DISK_FULL, and the partial file is gone; any other error leaves it as far as it came.
 */
export async function writeAnswer(
  from: number,
  answer: DownloadAnswer,
  wanted: DownloadRequest,
  partial: PartialFile,
  { onProgress }: DownloadOptions,
): Promise<number> {
  const { body } = answer;
  const announced = announcedBytes(answer, from);
  const { source } = wanted;
  try {
    if (
      wanted.sizeBytes !== undefined &&
      announced !== undefined &&
      announced !== wanted.sizeBytes
    ) {
      await partial.remove();
      throw wrongSize(source, wanted.sizeBytes, announced);
    }
    const totalBytes = wanted.sizeBytes ?? announced;
    if (wanted.sizeBytes === undefined && announced !== undefined)
      await requireSpace(dirname(partial.path), announced - from, `The download from ${source}`);
    if (from === 0) {
      const etag = strongEtag(answer.header('etag'));
      await partial.begin({
        url: wanted.url,
        ...(etag !== undefined && { etag }),
        ...(totalBytes !== undefined && { sizeBytes: totalBytes }),
      });
    }
    const rate = new TransferRate();
    let told = -Infinity;
    let completed = from;
    const tell = (isLast: boolean) => {
      const now = performance.now();
      if (!isLast && now - told < REPORT_EVERY_MS) return;
      told = now;
      onProgress?.({
        completedBytes: completed,
        ...(totalBytes !== undefined && { totalBytes }),
        ...rate.note(completed, totalBytes),
      });
    };
    tell(true);
    const file = await open(partial.path, 'a', 0o600);
    try {
      for await (const chunk of body) {
        const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        if (totalBytes !== undefined && completed + bytes.length > totalBytes)
          throw wrongSize(source, totalBytes, completed + bytes.length);
        await file.appendFile(bytes);
        completed += bytes.length;
        tell(false);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    tell(true);
    if (totalBytes !== undefined && completed < totalBytes)
      throw cutOff(wanted.url, completed, totalBytes);
    return from;
  } catch (error) {
    body.on('error', () => {});
    body.destroy();
    const full = toDiskFull(error, dirname(partial.path), `the download from ${source}`);
    if (full === undefined && !isWrongSize(error)) throw error;
    await partial.remove();
    throw full ?? error;
  }
}

function isWrongSize(error: unknown): boolean {
  return isNodetoolError(error) && error.code === 'DOWNLOAD_CORRUPT';
}

function announcedBytes({ header }: DownloadAnswer, from: number): number | undefined {
  const length = header('content-length');
  return length === undefined ? undefined : from + Number(length);
}

/**
 * The mark of a version, or undefined for none and for a weak one. A weak mark says only that two versions mean the
 * same; their bytes may differ (RFC 9110,
 * 8.8.1).
 */
export function strongEtag(etag: string | undefined): string | undefined {
  return etag === undefined || etag.startsWith('W/') ? undefined : etag;
}
