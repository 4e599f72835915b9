import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { OLLAMA_VERSION } from './cache-folder.ts';
import { HAS_READY_ENGINE, installEngine } from './install-engine.ts';
import { installOnce, runTool, ToolError } from '@nodetool-ai/starter';
import { completeInstallOptions } from './install-options.ts';
import type { InstallContext, InstallOptions } from './install-options.ts';
import { findPathOllama } from './path-ollama.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A daemon binary that can be started. */
export interface InstalledOllama {
  /** A path, or the plain name of the one on the PATH. */
  readonly binary: string;
  readonly version: string;
  /** `cache`: installed by us earlier; `built`: installed by us now; `path`: the person's own. */
  readonly source: 'cache' | 'built' | 'path';
}

/**
 * Gives a daemon for the tests: from the cache, else built there from released packages (a Go module and an engine;
 * network; one to two minutes, or ten where no ready engine fits the machine), else the one on the PATH. Where no ready
 * engine fits, the one on the PATH comes before building. Rejects with TestDaemonUnavailable.
 */
export async function installOllama(options: InstallOptions = {}): Promise<InstalledOllama> {
  const context = completeInstallOptions(options);
  const folder = join(context.cacheFolder, `ollama-${OLLAMA_VERSION}`, 'program');
  const name = process.platform === 'win32' ? 'ollama.exe' : 'ollama';
  const ours = { binary: join(folder, 'bin', name), version: OLLAMA_VERSION };
  if (existsSync(ours.binary)) return { ...ours, source: 'cache' };
  if (!HAS_READY_ENGINE) {
    const found = await findPathOllama(context.environment);
    if (found !== undefined) return { ...found, source: 'path' };
  }
  try {
    await installOnce(folder, (temporary) => build(temporary, `${folder}.log`, context), context);
    return { ...ours, source: 'built' };
  } catch (error) {
    context.signal.throwIfAborted();
    return await takeFromPath(describe(error), context);
  }
}

async function build(temporary: string, logFile: string, context: InstallContext): Promise<void> {
  const { environment, signal, onProgress } = context;
  const scratch = `${temporary}-scratch`;
  for (const folder of [temporary, scratch]) mkdirSync(folder);
  const options = {
    folder: scratch,
    logFile,
    // What a cut-off tool leaves in the folder for temporary files is removed by the next attempt.
    environment: { ...environment, TMPDIR: scratch },
    signal,
    onProgress,
    onStillRunning: (seconds: number) => onProgress(`still busy after ${seconds} s`),
  };
  await runTool('go', ['version'], options);
  onProgress(`building Ollama ${OLLAMA_VERSION} (about a minute)`);
  const stamp = `-X=github.com/ollama/ollama/version.Version=${OLLAMA_VERSION}`;
  await runTool(
    'go',
    ['install', '-ldflags', stamp, `github.com/ollama/ollama@v${OLLAMA_VERSION}`],
    { ...options, environment: { ...options.environment, GOBIN: join(temporary, 'bin') } },
  );
  await installEngine(join(temporary, 'lib', 'ollama'), options);
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ToolError && error.isMissing)
    return `Ollama cannot be built here, because ${message}`;
  return `Ollama could not be built: ${message}`;
}

async function takeFromPath(why: string, context: InstallContext): Promise<InstalledOllama> {
  const found = await findPathOllama(context.environment);
  if (found === undefined)
    throw new TestDaemonUnavailable(`${why}\nThere is no ollama on the PATH either.`);
  context.onProgress(`${why}\nUsing the ollama ${found.version} on the PATH.`);
  return { ...found, source: 'path' };
}
