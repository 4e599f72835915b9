import { dirname } from 'node:path';
import { isNodetoolError } from '@nodetool-ai/graph';
import type { StarterPart } from '@nodetool-ai/graph';
import { freeBytesIn } from '../download/free-space.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { ModelLibrary } from '../library/model-library.ts';
import {
  ENGINE_LICENCE,
  ENGINE_VERSION,
  engineDiskBytes,
  engineDownloadBytes,
} from '../manifest/engine-manifest.ts';
import { enginePlatformOf } from '../manifest/engine-platform.ts';
import type { HostSystem } from '../manifest/engine-platform.ts';
import type { StarterModel } from '../manifest/starter-model.ts';
import { modelDownloadBytes, STARTER_MODELS } from '../manifest/starter-models.ts';
import { findEngine } from './engine-folder.ts';
import { sourceWords } from './fetch-from-hub.ts';
import { ENGINE_PART } from './install-starter.ts';

/** What the starter engine is made of, here. */
export interface StarterParts {
  /** The engine first; empty where there is none for this system. */
  readonly parts: readonly StarterPart[];
  /** Why there is no starter engine for this system; absent where there is one. */
  readonly unsupportedCause?: string;
  /** Free bytes on the disk of the folder; absent when the system does not say. */
  readonly freeBytes?: number;
}

/** Lists the parts with their sizes and whether they are there. Reads the folder only; no network. */
export async function starterParts(
  folder: StarterFolder,
  models: readonly StarterModel[] = STARTER_MODELS,
  host?: HostSystem,
): Promise<StarterParts> {
  const freeBytes = await freeBytesAround(folder.root);
  const free = freeBytes === undefined ? {} : { freeBytes };
  try {
    const platform = enginePlatformOf(host);
    const engine: StarterPart = {
      id: ENGINE_PART,
      title: 'Engine',
      does: 'runs the models',
      licence: ENGINE_LICENCE,
      downloadBytes: engineDownloadBytes(platform),
      diskBytes: engineDiskBytes(platform),
      source: `npm package node-llama-cpp ${ENGINE_VERSION}`,
      isInstalled: (await findEngine(folder, platform)) !== undefined,
    };
    const library = new ModelLibrary(folder);
    const parts = await Promise.all(models.map(async (model) => partOf(model, library)));
    return { parts: [engine, ...parts], ...free };
  } catch (error) {
    if (!isNodetoolError(error) || error.code !== 'STARTER_UNSUPPORTED') throw error;
    return { parts: [], unsupportedCause: error.message, ...free };
  }
}

async function partOf(model: StarterModel, library: ModelLibrary): Promise<StarterPart> {
  const { name, title, does, licence, file } = model;
  return {
    id: name,
    title,
    does,
    licence,
    downloadBytes: modelDownloadBytes(model),
    diskBytes: file.sizeBytes,
    source: `${sourceWords(model)}, else Python package ${model.wheel.requirement}`,
    isInstalled: (await library.find(name))?.sha256 === file.sha256,
  };
}

/** The folder may not be there yet; then the nearest one above it has the same disk. */
async function freeBytesAround(folder: string): Promise<number | undefined> {
  for (let each = folder; ; each = dirname(each)) {
    const free = await freeBytesIn(each);
    if (free !== undefined || each === dirname(each)) return free;
  }
}
