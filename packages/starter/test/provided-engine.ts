import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { realModels } from '../../../test/support/src/ollama/fetch-weights.ts';
import { testCacheFolder, TestDaemonUnavailable } from '../../../test/support/src/ollama/index.ts';
import { installOnce } from '../src/install/install-once.ts';
import { runTool, ToolError } from '../src/install/run-tool.ts';

/** What tests of real inference stand on. */
export interface ProvidedEngine {
  /** Has `node_modules/node-llama-cpp`. */
  readonly engineFolder: string;
  /** SmolLM2-135M-Instruct. */
  readonly chatFile: string;
  /** all-MiniLM-L6-v2. */
  readonly embedFile: string;
}

const VERSION = '3.21.1';
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/**
 * Gives the engine and two models from the tests' cache folder, installed and fetched first if need be (230 MB, once,
 * with the network). Gives the reason instead when they cannot be had.
 */
export async function provideEngine(): Promise<ProvidedEngine | string> {
  const engineFolder = join(testCacheFolder(), 'starter-engine');
  try {
    await installOnce(engineFolder, installEngine, {
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    const files: string[] = [];
    for (const model of realModels())
      for (const [name, read] of Object.entries(model.files)) {
        await read();
        files.push(join(testCacheFolder(), 'weights', name));
      }
    const [chatFile = '', embedFile = ''] = files;
    return { engineFolder, chatFile, embedFile };
  } catch (error) {
    if (error instanceof ToolError || error instanceof TestDaemonUnavailable) return error.message;
    throw error;
  }
}

async function installEngine(temporary: string): Promise<void> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) throw new ToolError('there is no engine for this machine', false);
  mkdirSync(temporary, { recursive: true });
  writeFileSync(join(temporary, 'package.json'), '{"private":true}\n');
  const packages = [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${platform}@${VERSION}`];
  const how = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  await runTool('npm', ['install', ...packages, ...how], {
    folder: temporary,
    logFile: join(dirname(temporary), 'starter-engine.log'),
    environment: process.env,
    signal: new AbortController().signal,
  });
}
