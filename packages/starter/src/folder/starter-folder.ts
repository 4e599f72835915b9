import { join } from 'node:path';

/** The places of the starter engine. This is the one module that knows their names. */
export interface StarterFolder {
  /** The folder that holds all others; `starter` in the data folder. */
  readonly root: string;
  /** One folder a version and platform of the engine, each with its own `node_modules`. */
  readonly enginesFolder: string;
  /** Model files by digest, and one record for each name. */
  readonly modelsFolder: string;
  /** What is not whole yet. */
  readonly downloadsFolder: string;
}

/** The places in a folder. Touches nothing. */
export function starterFolderAt(root: string): StarterFolder {
  return {
    root,
    enginesFolder: join(root, 'engines'),
    modelsFolder: join(root, 'models'),
    downloadsFolder: join(root, 'downloads'),
  };
}
