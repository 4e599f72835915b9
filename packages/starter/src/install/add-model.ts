import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../download/cancelled.ts';
import { connectionWords } from '../download/connection-words.ts';
import { openDispatcher } from '../download/download-dispatcher.ts';
import { downloadFile } from '../download/download-file.ts';
import type { DownloadedFile } from '../download/download-request.ts';
import { requireSpace, toDiskFull } from '../download/free-space.ts';
import { shownAddress } from '../download/mask-secrets.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { inspectModel } from '../inference/inspect-model.ts';
import { ModelLibrary } from '../library/model-library.ts';
import type { LibraryModel } from '../library/model-library.ts';
import type { HubLimits } from './fetch-from-hub.ts';
import type { InstallOptions, PartProgress } from './install-progress.ts';
import { lookUpModel } from './look-up-model.ts';
import { parseModelSource } from './model-source.ts';
import type { ModelSource } from './model-source.ts';
import { nameOfFile, requireModelName } from './name-of-file.ts';
import { registerModel } from './register-model.ts';

/** A model that is about to be added. */
export interface ModelOffer {
  /** Full name that it will have. */
  readonly name: string;
  /** Where it comes from, in words. */
  readonly source: string;
  /** Absent when the server does not say. */
  readonly sizeBytes?: number;
  /** Whether the hub told the SHA-256 that is checked in the end. */
  readonly isDigestKnown: boolean;
}

/** How a model is added. */
export interface AddOptions extends InstallOptions, HubLimits {
  /** Default: made from the name of the file, see nameOfFile. */
  readonly name?: string;
  /** Asked before anything is downloaded or copied; false ends it. Default: yes. */
  readonly confirm?: (offer: ModelOffer) => Promise<boolean>;
  /** `totalBytes` is 0 while the size is not known. */
  readonly onProgress?: (progress: PartProgress) => void;
}

/**
 * Adds a GGUF file that a person names: `hf:owner/repository/file.gguf`, an HTTPS address, or a path (which is copied).
 * The setting HF_ENDPOINT names another address of the hub. Throws USAGE, REQUEST_INVALID (a name that is taken),
 * MODEL_FILE_INVALID, FILE_NOT_READABLE, DOWNLOAD_FAILED, DOWNLOAD_CORRUPT, DISK_FULL, CANCELLED.
 */
export async function addModel(
  folder: StarterFolder,
  source: string,
  options: AddOptions,
): Promise<LibraryModel> {
  const { signal } = options;
  throwIfCancelled(signal);
  const parsed = parseModelSource(source);
  const name =
    options.name === undefined ? nameOfFile(parsed.fileName) : requireModelName(options.name);
  const library = new ModelLibrary(folder);
  try {
    const fetched =
      parsed.kind === 'path'
        ? await copyModel(folder, parsed.path, name, options)
        : await downloadModel(folder, parsed, name, options);
    try {
      await requireModel(fetched.file, parsed.fileName);
      await requireFreeName(library, name, fetched.sha256);
      await rename(fetched.file, library.fileOf(fetched.sha256));
    } finally {
      await rm(fetched.file, { force: true });
    }
    const { sha256, sizeBytes } = fetched;
    const added = await registerModel(library, { name, sha256, sizeBytes, source: fetched.source });
    options.onProgress?.({ status: 'installed', completedBytes: sizeBytes, totalBytes: sizeBytes });
    return added;
  } catch (error) {
    throwIfCancelled(signal);
    throw toDiskFull(error, folder.root, parsed.fileName) ?? error;
  }
}

/** A file that is here under a passing name. */
interface FetchedModel extends DownloadedFile {
  readonly file: string;
  readonly source: string;
}

async function downloadModel(
  folder: StarterFolder,
  parsed: Exclude<ModelSource, { kind: 'path' }>,
  name: string,
  { signal, environment = process.env, onProgress, confirm, ...limits }: AddOptions,
): Promise<FetchedModel> {
  const addressOf = (revision: string) => {
    if (parsed.kind === 'url') return parsed.url;
    const origin = (environment['HF_ENDPOINT'] ?? 'https://huggingface.co').replace(/\/+$/, '');
    const path = parsed.path.split('/').map(encodeURIComponent).join('/');
    return `${origin}/${parsed.repository}/resolve/${revision}/${path}`;
  };
  const first = addressOf('main');
  const source = parsed.kind === 'hub' ? `Hugging Face ${parsed.repository}` : shownAddress(first);
  const found = await lookUp(first, { signal, environment, ...limits });
  const { sizeBytes, sha256, commit = 'main' } = found;
  const size = sizeBytes === undefined ? {} : { sizeBytes };
  await requireConsent({ name, source, ...size, isDigestKnown: sha256 !== undefined }, confirm);
  await requireSpace(folder.modelsFolder, sizeBytes ?? 0, name);
  const url = addressOf(commit);
  const file = join(folder.downloadsFolder, createHash('sha256').update(url).digest('hex'));
  const downloaded = await downloadFile(
    { url, file, source, ...size, ...(sha256 !== undefined && { sha256 }) },
    {
      signal,
      environment,
      ...limits,
      onProgress: ({ completedBytes, totalBytes = 0 }) =>
        onProgress?.({ status: 'downloading', completedBytes, totalBytes }),
    },
  );
  return { ...downloaded, file, source };
}

async function lookUp(
  url: string,
  {
    signal,
    environment = process.env,
    connectTimeoutMs = 3000,
    idleTimeoutMs = 30_000,
  }: AddOptions,
): ReturnType<typeof lookUpModel> {
  const dispatcher = openDispatcher(environment, { connectTimeoutMs, idleTimeoutMs });
  try {
    return await lookUpModel(url, dispatcher, signal);
  } catch (error) {
    throwIfCancelled(signal);
    if (isNodetoolError(error)) throw error;
    const message = `${shownAddress(url)} cannot be downloaded: ${connectionWords(error)}.`;
    throw new NodetoolError('DOWNLOAD_FAILED', message, { cause: error });
  } finally {
    await dispatcher.destroy();
  }
}

async function copyModel(
  { modelsFolder }: StarterFolder,
  path: string,
  name: string,
  { signal, onProgress, confirm }: AddOptions,
): Promise<FetchedModel> {
  const from = resolve(path);
  const input = await openRegular(from);
  try {
    await requireModel(from, path);
    const { size: totalBytes } = await input.stat();
    const source = `file ${path.split(/[\\/]/).at(-1) ?? path}`;
    await requireConsent({ name, source, sizeBytes: totalBytes, isDigestKnown: false }, confirm);
    await requireSpace(modelsFolder, totalBytes, name);
    const file = join(modelsFolder, `${randomUUID()}.part`);
    const hash = createHash('sha256');
    let completedBytes = 0;
    const output = await open(file, 'wx', 0o600);
    try {
      for await (const chunk of input.createReadStream({
        highWaterMark: 1024 * 1024,
        autoClose: false,
        signal,
      })) {
        const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        hash.update(bytes);
        await output.appendFile(bytes);
        completedBytes += bytes.length;
        onProgress?.({ status: 'copying', completedBytes, totalBytes });
      }
      await output.sync();
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await output.close();
    }
    return { file, source, sizeBytes: completedBytes, sha256: hash.digest('hex') };
  } finally {
    await input.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    return await open(path, 'r');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodetoolError('FILE_NOT_READABLE', `${path} cannot be read: ${why}.`, {
      cause: error,
    });
  }
}

async function requireModel(file: string, shown: string): Promise<void> {
  try {
    await inspectModel(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodetoolError('MODEL_FILE_INVALID', `${shown} cannot be used: ${why}.`, {
      cause: error,
    });
  }
}

async function requireConsent(offer: ModelOffer, confirm: AddOptions['confirm']): Promise<void> {
  if (confirm === undefined || (await confirm(offer))) return;
  throw new NodetoolError('CANCELLED', `${offer.name} was not added.`);
}

/** A name is never taken from another file in silence. */
async function requireFreeName(library: ModelLibrary, name: string, sha256: string): Promise<void> {
  const former = await library.find(name);
  if (former === undefined || former.sha256 === sha256) return;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `There is another model named ${former.name} already.`,
    {
      hint: `Remove it first (nodetool starter remove ${former.name}), or give this one another name.`,
    },
  );
}
