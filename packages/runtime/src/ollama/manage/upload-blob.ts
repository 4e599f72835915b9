import { Readable } from 'node:stream';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { readFileBytes } from './file-bytes.ts';
import { requestDone } from './request-done.ts';

/** A file with its digest. */
export interface LocalFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** `sha256:…`. */
  readonly digest: string;
}

/** How a blob is sent. */
export interface UploadOptions {
  readonly signal: AbortSignal;
  /** Told of each piece that the socket took. */
  readonly onBytes: (count: number) => void;
  /** Time in which the daemon takes nothing, in milliseconds, after which it is given up; 0 = no limit. */
  readonly idleTimeoutMs: number;
}

/** Whether the daemon has the bytes of a digest already. */
export async function isBlobThere(
  connection: OllamaConnection,
  digest: string,
  signal: AbortSignal,
): Promise<boolean> {
  const totalTimeoutMs = connection.limits.askTimeoutMs;
  try {
    const path = `/api/blobs/${digest}`;
    await requestDone({ method: 'HEAD', path, signal, totalTimeoutMs }, { connection });
    return true;
  } catch (error) {
    if (isNodetoolError(error) && error.details['status'] === 404) return false;
    throw error;
  }
}

/**
 * Sends the bytes of a file, no faster than the daemon takes them. An abort closes the socket. Rejects with
 * OLLAMA_TIMEOUT when the daemon takes nothing for too long, FILE_NOT_READABLE when the file changed meanwhile.
 */
export async function uploadBlob(
  connection: OllamaConnection,
  { path, sizeBytes, digest }: LocalFile,
  { signal, onBytes, idleTimeoutMs }: UploadOptions,
): Promise<void> {
  const idle = new AbortController();
  const timer = idleTimeoutMs > 0 ? setTimeout(() => idle.abort(), idleTimeoutMs) : undefined;
  const counted = async function* () {
    for await (const piece of readFileBytes(path, sizeBytes)) {
      yield piece;
      timer?.refresh();
      onBytes(piece.length);
    }
  };
  const stream = Readable.from(counted(), { objectMode: false });
  const request = {
    method: 'POST',
    path: `/api/blobs/${digest}`,
    upload: { stream, sizeBytes },
    signal: AbortSignal.any([signal, idle.signal]),
  } as const;
  try {
    await requestDone(request, { connection });
  } catch (error) {
    throw idle.signal.aborted && !signal.aborted
      ? tookNothing(connection, idleTimeoutMs)
      : changed(error, path);
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}

function tookNothing({ url }: OllamaConnection, timeoutMs: number): NodetoolError {
  return new NodetoolError(
    'OLLAMA_TIMEOUT',
    `The daemon at ${url} took nothing of a file for ${timeoutMs / 1000} s.`,
    { details: { url, timeoutMs } },
  );
}

function changed(error: unknown, path: string): unknown {
  if (!isNodetoolError(error) || !/digest mismatch/i.test(String(error.details['daemonMessage'])))
    return error;
  return new NodetoolError('FILE_NOT_READABLE', `${path} changed while it was sent.`, {
    hint: 'Do it again when nobody writes to the file.',
    cause: error,
  });
}
