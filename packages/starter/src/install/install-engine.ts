import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../download/cancelled.ts';
import { requireSpace, toDiskFull } from '../download/free-space.ts';
import { maskSecrets } from '../download/mask-secrets.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { engineLockOf } from '../manifest/engine-lock.ts';
import type { EngineLock } from '../manifest/engine-lock.ts';
import { engineDiskBytes, engineDownloadBytes } from '../manifest/engine-manifest.ts';
import { enginePlatformOf } from '../manifest/engine-platform.ts';
import type { EnginePlatform } from '../manifest/engine-platform.ts';
import { engineFault, engineFolderOf } from './engine-folder.ts';
import { findNpm } from './find-npm.ts';
import { watchFolderSize } from './folder-size.ts';
import { installOnce } from './install-once.ts';
import type { PartOptions } from './install-progress.ts';
import { npmFailure } from './npm-failure.ts';
import { runTool, ToolError } from './run-tool.ts';

/** How the engine is installed. */
export interface EngineOptions extends PartOptions {
  /** Default: that of this system. */
  readonly platform?: EnginePlatform;
  /** The Node beside which npm is looked for. Default: the one that runs. */
  readonly nodeProgram?: string;
  /** What npm is given. Default: the files that fix every version and integrity. */
  readonly lock?: EngineLock;
}

/**
 * Installs the engine by npm (54 MB of download, 80 MB on disk; uses the network and the registry and proxy that the
 * person has set), unless it is there and whole. No script of a package is run. Resolves with its folder. Throws
 * STARTER_UNSUPPORTED, STARTER_INSTALL_FAILED, DISK_FULL, CANCELLED; nothing half-installed is left.
 */
export async function installEngine(
  folder: StarterFolder,
  options: EngineOptions,
): Promise<string> {
  const { signal, onProgress, platform = enginePlatformOf() } = options;
  throwIfCancelled(signal);
  const target = engineFolderOf(folder, platform);
  const totalBytes = engineDownloadBytes(platform);
  try {
    await installOnce(target, (temporary) => install(temporary, platform, options), {
      signal,
      onProgress: () => onProgress?.({ status: 'waiting', completedBytes: 0, totalBytes }),
      isWhole: async (path) => (await engineFault(path, platform)) === undefined,
    });
  } catch (error) {
    throwIfCancelled(signal);
    if (isNodetoolError(error)) throw error;
    const full = toDiskFull(error, folder.enginesFolder, 'the engine');
    if (full !== undefined) throw full;
    const why = maskSecrets(error instanceof Error ? error.message : String(error));
    throw new NodetoolError('STARTER_INSTALL_FAILED', `The engine could not be installed: ${why}`, {
      cause: error,
    });
  }
  onProgress?.({ status: 'installed', completedBytes: totalBytes, totalBytes });
  return target;
}

async function install(
  temporary: string,
  platform: EnginePlatform,
  { signal, environment = process.env, onProgress, nodeProgram, lock }: EngineOptions,
): Promise<void> {
  const diskBytes = engineDiskBytes(platform);
  const totalBytes = engineDownloadBytes(platform);
  const npm = findNpm(environment, nodeProgram);
  if (npm === undefined)
    throw new NodetoolError(
      'STARTER_INSTALL_FAILED',
      'The engine is installed by npm, and npm is neither beside Node nor in PATH.',
      { hint: 'Install Node.js from https://nodejs.org, which brings npm, then try again.' },
    );
  mkdirSync(temporary, { mode: 0o700 });
  await requireSpace(temporary, diskBytes + totalBytes, 'The engine');
  const { packageJson, packageLock } = lock ?? engineLockOf(platform);
  await writeFile(join(temporary, 'package.json'), packageJson);
  await writeFile(join(temporary, 'package-lock.json'), packageLock);
  onProgress?.({ status: 'downloading', completedBytes: 0, totalBytes });
  const onSize = (bytes: number) => {
    // npm does not say how far it is: the part that is unpacked stands for the part that came.
    const completedBytes = Math.round(totalBytes * Math.min(1, bytes / diskBytes));
    onProgress?.({ status: 'downloading', completedBytes, totalBytes });
  };
  const logFile = `${temporary}-npm.log`;
  const [command, ...start] = npm;
  try {
    await watchFolderSize(join(temporary, 'node_modules'), onSize, async () =>
      runTool(command, [...start, ...PARAMETERS], {
        folder: temporary,
        logFile,
        environment: { ...environment, ...ENVIRONMENT },
        signal,
      }),
    );
  } catch (error) {
    throwIfCancelled(signal);
    if (!(error instanceof ToolError)) throw error;
    throw npmFailure(error, await readFile(logFile, 'utf8').catch(() => ''));
  }
  onProgress?.({ status: 'checking', completedBytes: totalBytes, totalBytes });
  const fault = await engineFault(temporary, platform);
  if (fault !== undefined)
    throw new NodetoolError('STARTER_INSTALL_FAILED', `npm installed something else: ${fault}.`);
}

/** Settings that a shell or a surrounding `npm run` may have left are set back where they would change the result. */
const PARAMETERS = [
  'ci',
  '--prefix=.',
  '--omit=optional',
  '--omit=dev',
  '--ignore-scripts',
  '--no-bin-links',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--no-update-notifier',
  '--global=false',
  '--location=project',
  '--workspaces=false',
  '--dry-run=false',
  '--package-lock-only=false',
  '--install-strategy=hoisted',
  '--color=false',
  '--loglevel=error',
];

/** Were a script run in spite of all, it would fetch and compile nothing. */
const ENVIRONMENT = {
  NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true',
  NODE_LLAMA_CPP_POSTINSTALL: 'skip',
};
