import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from './cancelled.ts';
import { openDispatcher } from './download-dispatcher.ts';
import type { DownloadDispatcher } from './download-dispatcher.ts';
import { connectionWords } from './connection-words.ts';
import type { DownloadedFile, DownloadOptions, DownloadRequest } from './download-request.ts';
import { fetchRest } from './fetch-rest.ts';
import { sha256Of } from './file-digest.ts';
import { requireSpace } from './free-space.ts';
import { PartialFile } from './partial-file.ts';
import { shownAddress } from './mask-secrets.ts';
import { withLock } from '../install/file-lock.ts';

const CONNECT_TIMEOUT_MS = 3000;
const IDLE_TIMEOUT_MS = 30_000;
/** A connection that breaks after it brought data is opened again so often. */
const MOST_ATTEMPTS = 3;

/**
 * Downloads a file: checked by size while it comes and by SHA-256 in the end, and in place only when it is whole. Goes on
 * with what an earlier attempt left where the server allows. One process works at a time, others wait. Uses the network.
 * Throws DOWNLOAD_FAILED, DOWNLOAD_CORRUPT (the data are removed), DISK_FULL, CANCELLED (the part is kept).
 */
export async function downloadFile(
  wanted: DownloadRequest,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const { signal, environment } = options;
  throwIfCancelled(signal);
  await mkdir(dirname(wanted.file), { recursive: true, mode: 0o700 });
  const dispatcher = openDispatcher(environment, {
    connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    idleTimeoutMs: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
  });
  try {
    const work = () => downloadOnce(wanted, options, dispatcher);
    return await withLock(`${wanted.file}.lock`, work, { signal });
  } catch (error) {
    throwIfCancelled(signal);
    if (isNodetoolError(error)) throw error;
    const shown = shownAddress(wanted.url);
    const message = `${shown} cannot be downloaded: ${connectionWords(error)}.`;
    throw new NodetoolError('DOWNLOAD_FAILED', message, { cause: error });
  } finally {
    await dispatcher.destroy();
  }
}

async function downloadOnce(
  wanted: DownloadRequest,
  options: DownloadOptions,
  dispatcher: DownloadDispatcher,
): Promise<DownloadedFile> {
  const there = await findWhole(wanted, options.signal);
  if (there !== undefined) return there;
  const partial = new PartialFile(wanted.file);
  const { sizeBytes, source, file } = wanted;
  if (sizeBytes !== undefined) {
    const left = Math.max(0, sizeBytes - (await partial.size()));
    await requireSpace(dirname(file), left, `The download from ${source}`);
  }
  let isResumed = await fetchWhole(wanted, partial, options, dispatcher);
  let sha256 = await sha256Of(partial.path, options.signal);
  if (isResumed && wanted.sha256 !== undefined && sha256 !== wanted.sha256) {
    // The beginning was wrong already, or of another version: once more from zero before anybody is blamed.
    await partial.remove();
    isResumed = await fetchWhole(wanted, partial, options, dispatcher);
    sha256 = await sha256Of(partial.path, options.signal);
  }
  if (wanted.sha256 !== undefined && sha256 !== wanted.sha256) {
    await partial.remove();
    throw new NodetoolError(
      'DOWNLOAD_CORRUPT',
      `${source} sent a file that is not the one expected (SHA-256 ${sha256}, not ${wanted.sha256}); it was thrown away.`,
      { details: { source, sha256 } },
    );
  }
  const { size } = await stat(partial.path);
  await rename(partial.path, file);
  await partial.finish();
  return { sizeBytes: size, sha256 };
}

/** Whether what is in place already is what is wanted; only a digest can tell. */
async function findWhole(
  { file, sha256, sizeBytes }: DownloadRequest,
  signal: AbortSignal,
): Promise<DownloadedFile | undefined> {
  if (sha256 === undefined) return undefined;
  try {
    const { size } = await stat(file);
    if (sizeBytes !== undefined && size !== sizeBytes) return undefined;
    return (await sha256Of(file, signal)) === sha256 ? { sizeBytes: size, sha256 } : undefined;
  } catch {
    throwIfCancelled(signal);
    return undefined;
  }
}

/** Fetches until the partial file is whole by size. True when any of it came from an earlier answer. */
async function fetchWhole(
  wanted: DownloadRequest,
  partial: PartialFile,
  options: DownloadOptions,
  dispatcher: DownloadDispatcher,
): Promise<boolean> {
  let isResumed = false;
  for (let attempt = 1; ; attempt += 1) {
    const before = await partial.size();
    try {
      const { resumedFrom } = await fetchRest(wanted, partial, options, dispatcher);
      return isResumed || resumedFrom > 0;
    } catch (error) {
      throwIfCancelled(options.signal);
      const hasGrown = (await partial.size()) > before;
      const isFinal = isNodetoolError(error) && error.details['isCutOff'] !== true;
      if (isFinal || !(hasGrown || isBroken(error)) || attempt === MOST_ATTEMPTS) throw error;
      isResumed = true;
    }
  }
}

/** A connection that stood and broke; its last data may have been lost, so growth alone does not tell. */
function isBroken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
