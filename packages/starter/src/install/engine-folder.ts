import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '@nodetool-ai/graph';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { ENGINE_PACKAGES, ENGINE_VERSION } from '../manifest/engine-manifest.ts';
import { enginePlatformOf } from '../manifest/engine-platform.ts';
import type { EnginePlatform } from '../manifest/engine-platform.ts';

/** Where the engine of a platform is, or will be: a folder with `node_modules`. */
export function engineFolderOf({ enginesFolder }: StarterFolder, platform: EnginePlatform): string {
  return join(enginesFolder, `${ENGINE_VERSION}-${platform}`);
}

/** The folder of the engine for this system when it is installed and whole, else undefined. Throws STARTER_UNSUPPORTED. */
export async function findEngine(
  folder: StarterFolder,
  platform: EnginePlatform = enginePlatformOf(),
): Promise<string | undefined> {
  const engineFolder = engineFolderOf(folder, platform);
  return (await engineFault(engineFolder, platform)) === undefined ? engineFolder : undefined;
}

/** What is wrong with an installed engine, in words; undefined when it is whole. */
export async function engineFault(
  engineFolder: string,
  platform: EnginePlatform,
): Promise<string | undefined> {
  const modules = join(engineFolder, 'node_modules');
  const { name } = ENGINE_PACKAGES[platform];
  for (const each of ['node-llama-cpp', name]) {
    const version = await versionOf(join(modules, each));
    // The loader of the engine takes only a compiled part of exactly its own version.
    if (version !== ENGINE_VERSION)
      return `${each} has ${version ?? 'no readable version'} instead of ${ENGINE_VERSION}`;
  }
  if (!(await hasFile(join(modules, 'node-llama-cpp', 'dist', 'index.js'))))
    return 'node-llama-cpp is not complete';
  const programs = await listNames(join(modules, name, 'bins', platform));
  return programs.some((file) => file.endsWith('.node')) ? undefined : `${name} is not complete`;
}

async function versionOf(packageFolder: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(
      await readFile(join(packageFolder, 'package.json'), 'utf8'),
    );
    const version = isRecord(manifest) ? manifest['version'] : undefined;
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

async function hasFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).size > 0;
  } catch {
    return false;
  }
}

async function listNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
