import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../download/cancelled.ts';
import { connectionWords } from '../download/connection-words.ts';
import { openDispatcher } from '../download/download-dispatcher.ts';
import { downloadFile } from '../download/download-file.ts';
import { requireSpace, toDiskFull } from '../download/free-space.ts';
import { shownAddress } from '../download/mask-secrets.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { ModelLibrary } from '../library/model-library.ts';
import type { LibraryModel } from '../library/model-library.ts';
import { requireConsent } from './add-consent.ts';
import type { AddOptions, FetchedModel } from './add-options.ts';
import { copyModelFile } from './copy-model-file.ts';
import { lookUpModel } from './look-up-model.ts';
import { parseModelSource } from './model-source.ts';
import type { ModelSource } from './model-source.ts';
import { nameOfFile, requireModelName } from './name-of-file.ts';
import { registerModel } from './register-model.ts';
import { requireModelFile } from './require-model-file.ts';

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
        ? await copyModelFile(folder, parsed.path, name, options)
        : await downloadModel(folder, parsed, name, options);
    try {
      await requireModelFile(fetched.file, parsed.fileName);
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
