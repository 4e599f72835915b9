import { testCacheFolder } from './cache-folder.ts';

/** How parts of the test daemon are had. */
export interface InstallOptions {
  /** Told what is being done, one short line at a time. */
  readonly onProgress?: (line: string) => void;
  /** Ends what is being done; nothing half made stays under its final name. */
  readonly signal?: AbortSignal;
  /** Where tools and the cache folder are looked for. Default: the environment of this process. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** The same with nothing left open. */
export interface InstallContext extends Required<InstallOptions> {
  readonly cacheFolder: string;
}

/** Fills in what was left out. */
export function completeInstallOptions(options: InstallOptions = {}): InstallContext {
  const environment = options.environment ?? process.env;
  return {
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
    environment,
    cacheFolder: testCacheFolder(environment),
  };
}
