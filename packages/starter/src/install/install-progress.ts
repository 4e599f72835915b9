import type { TransferPace } from '../download/transfer-rate.ts';

/** What is being done with a part. */
export type InstallStatus =
  | 'waiting'
  | 'downloading'
  | 'copying'
  | 'checking'
  | 'converting'
  | 'installed';

/** How far a part is. */
export interface PartProgress {
  readonly status: InstallStatus;
  readonly completedBytes: number;
  readonly totalBytes: number;
}

/** How far an installation is; bytes are those of all its parts together. */
export interface InstallProgress extends TransferPace {
  /** Id of the part: `engine`, or the name of a model. */
  readonly part: string;
  readonly status: InstallStatus;
  readonly completedBytes: number;
  readonly totalBytes: number;
}

/** How something is installed. */
export interface InstallOptions {
  /** Ends it; what is whole is kept. */
  readonly signal: AbortSignal;
  /** Where settings of proxies, npm and pip and the programs are looked for. Default: of this process. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** How one part is installed. */
export interface PartOptions extends InstallOptions {
  readonly onProgress?: (progress: PartProgress) => void;
}
