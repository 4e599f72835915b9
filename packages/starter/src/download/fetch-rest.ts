import { NodetoolError } from '@nodetool-ai/graph';
import { openDownload } from './download-answer.ts';
import type { DownloadAnswer } from './download-answer.ts';
import type { DownloadDispatcher } from './download-dispatcher.ts';
import type { DownloadOptions, DownloadRequest } from './download-request.ts';
import { shownAddress } from './mask-secrets.ts';
import type { PartialFile } from './partial-file.ts';
import { strongEtag, writeAnswer } from './write-answer.ts';

/**
 * Asks once for what is missing of a partial file and writes it there. Resolves when the file has the size that it must
 * have, or that the server said. Throws what openDownload throws, DOWNLOAD_CORRUPT for a wrong size, DISK_FULL.
 */
export async function fetchRest(
  wanted: DownloadRequest,
  partial: PartialFile,
  options: DownloadOptions,
  dispatcher: DownloadDispatcher,
): Promise<{ readonly resumedFrom: number }> {
  const { signal } = options;
  const from = await resumePoint(wanted, partial);
  // Everything is there and only the last steps were cut off.
  if (from > 0 && from === wanted.sizeBytes) return { resumedFrom: from };
  const note = from > 0 ? await partial.note() : undefined;
  const range = from === 0 ? undefined : `bytes=${from}-`;
  const headers = {
    ...(range !== undefined && { range }),
    ...(range !== undefined && note?.etag !== undefined && { 'if-range': note.etag }),
  };
  const answer = await openDownload(wanted.url, headers, dispatcher, { signal });
  if (
    range !== undefined &&
    !continues(answer, from, note?.etag, wanted.sizeBytes ?? note?.sizeBytes)
  ) {
    if (answer.status !== 200) {
      answer.body.on('error', () => {});
      answer.body.destroy();
      await partial.remove();
      return fetchRest(wanted, partial, options, dispatcher);
    }
    return { resumedFrom: await writeAnswer(0, answer, wanted, partial, options) };
  }
  if (range === undefined && answer.status !== 200) {
    answer.body.on('error', () => {});
    answer.body.destroy();
    throw new NodetoolError(
      'DOWNLOAD_FAILED',
      `${shownAddress(wanted.url)} cannot be downloaded: the server sends a part (${answer.status}) where the whole was asked for.`,
    );
  }
  return { resumedFrom: await writeAnswer(from, answer, wanted, partial, options) };
}

/** Where to go on: at the end of what is there, when the same version can be asked for, else at zero. */
async function resumePoint(wanted: DownloadRequest, partial: PartialFile): Promise<number> {
  const note = await partial.note();
  const size = await partial.size();
  const isSame =
    note?.url === wanted.url && (note.etag !== undefined || wanted.sha256 !== undefined);
  const isWithin = wanted.sizeBytes === undefined || size <= wanted.sizeBytes;
  return isSame && isWithin ? size : 0;
}

/** Whether an answer is the rest of the very file that the partial one is the beginning of. */
function continues(
  { status, header }: DownloadAnswer,
  from: number,
  etag: string | undefined,
  sizeBytes: number | undefined,
): boolean {
  if (status !== 206 || strongEtag(header('etag')) !== etag) return false;
  const [, start, end, total] =
    /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header('content-range') ?? '') ?? [];
  return (
    Number(start) === from &&
    Number(end) + 1 === Number(total) &&
    (sizeBytes === undefined || Number(total) === sizeBytes)
  );
}
