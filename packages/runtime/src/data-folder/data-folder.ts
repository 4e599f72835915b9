import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { toStorageError } from './storage-error.ts';

/** The places in the data folder. This is the one module that knows their names. */
export interface DataFolder {
  /** The folder that holds all others. */
  readonly root: string;
  /** Encrypted secrets. */
  readonly secretsFile: string;
  /** The key to them. */
  readonly secretsKeyFile: string;
  /** One file for each saved workflow. */
  readonly workflowsFolder: string;
  /** One folder for each run. */
  readonly runsFolder: string;
  /** Images, files and long values, by hash. */
  readonly blobsFolder: string;
  /** The starter engine and its models. */
  readonly starterFolder: string;
}

/** Where the data folder is: NODETOOL_HOME, else `.nodetool` in the home of the user. Touches nothing. */
export function resolveDataFolder(
  environment: Readonly<Record<string, string | undefined>>,
): DataFolder {
  const chosen = environment['NODETOOL_HOME']?.trim();
  const root = chosen ? resolve(chosen) : join(homedir(), '.nodetool');
  return {
    root,
    secretsFile: join(root, 'secrets'),
    secretsKeyFile: join(root, 'secrets.key'),
    workflowsFolder: join(root, 'workflows'),
    runsFolder: join(root, 'runs'),
    blobsFolder: join(root, 'blobs'),
    starterFolder: join(root, 'starter'),
  };
}

/** Makes a folder that only the user can look into. Throws STORAGE_FAILED. */
export function ensurePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toStorageError(error, `The folder ${folder} could not be made`);
  }
}
