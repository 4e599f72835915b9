import { NodetoolError } from '@nodetool-ai/graph';
import { connectionWords } from '../download/connection-words.ts';
import { openDownload } from '../download/download-answer.ts';
import type { DownloadAnswer } from '../download/download-answer.ts';
import type { DownloadDispatcher } from '../download/download-dispatcher.ts';
import { shownAddress } from '../download/mask-secrets.ts';

/** What a server tells of a file before it is downloaded. */
export interface ModelLookUp {
  /** Absent when the server does not say. */
  readonly sizeBytes?: number;
  /** What the hub knows of the whole file; absent elsewhere. */
  readonly sha256?: string;
  /** The commit that the hub's file belongs to; absent elsewhere. */
  readonly commit?: string;
}

const MAGIC = 'GGUF';

/**
 * Asks a server for the size of a file, and for its first four bytes, so that something else than a GGUF is refused before
 * it is downloaded. Throws DOWNLOAD_FAILED, MODEL_FILE_INVALID.
 */
export async function lookUpModel(
  url: string,
  dispatcher: DownloadDispatcher,
  signal: AbortSignal,
): Promise<ModelLookUp> {
  const answer = await openDownload(url, { range: `bytes=0-${MAGIC.length - 1}` }, dispatcher, {
    signal,
  });
  const first = await firstBytes(answer, url);
  if (first !== MAGIC)
    throw new NodetoolError(
      'MODEL_FILE_INVALID',
      `${shownAddress(url)} is not a model: it does not begin with the letters GGUF.`,
    );
  const etag = answer.firstHeader('x-linked-etag')?.replaceAll('"', '').toLowerCase();
  const commit = answer.firstHeader('x-repo-commit');
  const sizeBytes = sizeOf(answer);
  return {
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(etag !== undefined && /^[0-9a-f]{64}$/.test(etag) && { sha256: etag }),
    ...(commit !== undefined && /^[0-9a-f]{40}$/.test(commit) && { commit }),
  };
}

async function firstBytes({ body, status }: DownloadAnswer, url: string): Promise<string> {
  let text = '';
  try {
    if (status !== 416)
      for await (const chunk of body) {
        text += Buffer.isBuffer(chunk) ? chunk.toString('latin1') : String(chunk);
        if (text.length >= MAGIC.length) break;
      }
  } catch (error) {
    const message = `${shownAddress(url)} cannot be downloaded: ${connectionWords(error)}.`;
    throw new NodetoolError('DOWNLOAD_FAILED', message, { cause: error });
  } finally {
    body.on('error', () => {});
    body.destroy();
  }
  return text.slice(0, MAGIC.length);
}

function sizeOf({ status, header }: DownloadAnswer): number | undefined {
  const text =
    status === 206 ? /\/(\d+)$/.exec(header('content-range') ?? '')?.[1] : header('content-length');
  return text === undefined ? undefined : Number(text);
}
