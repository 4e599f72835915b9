import { NodetoolError } from '@nodetool-ai/graph';
import { TransferRate } from '../download/transfer-rate.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { engineDownloadBytes } from '../manifest/engine-manifest.ts';
import { enginePlatformOf } from '../manifest/engine-platform.ts';
import type { StarterModel } from '../manifest/starter-model.ts';
import { modelDownloadBytes, STARTER_MODELS } from '../manifest/starter-models.ts';
import { installEngine } from './install-engine.ts';
import type { EngineOptions } from './install-engine.ts';
import { installModel } from './install-model.ts';
import type { ModelOptions } from './install-model.ts';
import type { InstallOptions, InstallProgress, PartProgress } from './install-progress.ts';

/** The id of the engine among the parts. */
export const ENGINE_PART = 'engine';

/** What is installed, and how. */
export interface StarterOptions
  extends InstallOptions, Pick<ModelOptions, 'verify' | 'connectTimeoutMs' | 'idleTimeoutMs'> {
  /** Ids of parts: `engine` and names of models. Default: all. */
  readonly parts?: readonly string[];
  readonly onProgress?: (progress: InstallProgress) => void;
  /** The models that can be had. Default: those of the manifest. */
  readonly models?: readonly StarterModel[];
  /** How the engine is installed. Default: as for this system. */
  readonly engine?: Pick<EngineOptions, 'platform' | 'nodeProgram' | 'lock'>;
}

interface Part {
  readonly id: string;
  readonly totalBytes: number;
  readonly install: (onProgress: (progress: PartProgress) => void) => Promise<unknown>;
}

/**
 * Installs parts of the starter engine, the engine first, each unless it is there. Uses the network. Throws
 * REQUEST_INVALID for a part that does not exist, and what installEngine and installModel throw; what is whole is kept.
 */
export async function installStarter(
  folder: StarterFolder,
  options: StarterOptions,
): Promise<void> {
  const parts = choose(partsOf(folder, options), options.parts);
  const rate = new TransferRate();
  const totals = new Map(parts.map(({ id, totalBytes }) => [id, totalBytes]));
  const sumOf = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((sum, each) => sum + each, 0);
  const completed = new Map<string, number>();
  for (const part of parts) {
    await part.install((progress) => {
      // A second source sends another number of bytes for the same part.
      totals.set(part.id, progress.totalBytes);
      completed.set(part.id, progress.completedBytes);
      const completedBytes = sumOf(completed);
      const totalBytes = sumOf(totals);
      options.onProgress?.({
        part: part.id,
        status: progress.status,
        completedBytes,
        totalBytes,
        ...rate.note(completedBytes, totalBytes),
      });
    });
  }
}

function partsOf(folder: StarterFolder, options: StarterOptions): readonly Part[] {
  const { models = STARTER_MODELS, engine, parts, onProgress: _told, ...shared } = options;
  const isEngineWanted = parts === undefined || parts.includes(ENGINE_PART);
  const platform = isEngineWanted ? (engine?.platform ?? enginePlatformOf()) : undefined;
  return [
    ...(platform === undefined
      ? []
      : [
          {
            id: ENGINE_PART,
            totalBytes: engineDownloadBytes(platform),
            install: (onProgress: (progress: PartProgress) => void) =>
              installEngine(folder, { ...shared, ...engine, platform, onProgress }),
          },
        ]),
    ...models.map((model) => ({
      id: model.name,
      totalBytes: modelDownloadBytes(model),
      install: (onProgress: (progress: PartProgress) => void) =>
        installModel(folder, model, { ...shared, onProgress }),
    })),
  ];
}

function choose(parts: readonly Part[], wanted: readonly string[] | undefined): readonly Part[] {
  if (wanted === undefined) return parts;
  const unknown = wanted.find((id) => !parts.some((part) => part.id === id));
  if (unknown !== undefined)
    throw new NodetoolError(
      'REQUEST_INVALID',
      `The starter engine has no part ${JSON.stringify(unknown)}.`,
      {
        hint: 'Its parts are shown by `nodetool starter status`.',
      },
    );
  return parts.filter(({ id }) => wanted.includes(id));
}
