import { isNodetoolError } from '@nodetool-ai/graph';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { findEngine } from '../install/engine-folder.ts';
import { installStarter } from '../install/install-starter.ts';
import { starterParts } from '../install/starter-parts.ts';
import { enginePlatformOf, thisHost } from '../manifest/engine-platform.ts';
import type { EnginePlatform, HostSystem } from '../manifest/engine-platform.ts';
import { STARTER_MODELS } from '../manifest/starter-models.ts';
import type { StarterInstaller } from './starter-installer.ts';

/** Asking the system takes long, and it stays the same while a process lives. */
let host: HostSystem | undefined;

function knownHost(): HostSystem {
  host ??= thisHost();
  return host;
}

/** The installer of the parts that the manifest names. Touches nothing yet. */
export function createInstaller(
  folder: StarterFolder,
  environment: Readonly<Record<string, string | undefined>>,
): StarterInstaller {
  const parts = () => starterParts(folder, STARTER_MODELS, knownHost());
  return {
    parts,
    engineFolder: async () => {
      const platform = platformHere();
      return platform === undefined ? undefined : findEngine(folder, platform);
    },
    install: async ({ parts: wanted, signal, onProgress }) => {
      const titles = new Map((await parts()).parts.map(({ id, title }) => [id, title]));
      await installStarter(folder, {
        signal: signal ?? new AbortController().signal,
        environment,
        // Somebody asked: what is damaged is put right too.
        verify: true,
        ...(wanted === undefined ? {} : { parts: wanted }),
        onProgress: (progress) =>
          onProgress?.({ ...progress, part: titles.get(progress.part) ?? progress.part }),
      });
    },
  };
}

function platformHere(): EnginePlatform | undefined {
  try {
    return enginePlatformOf(knownHost());
  } catch (error) {
    if (isNodetoolError(error) && error.code === 'STARTER_UNSUPPORTED') return undefined;
    throw error;
  }
}
