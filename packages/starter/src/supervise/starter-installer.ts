import type { StarterInstallReport } from '@nodetool-ai/graph';
import type { StarterParts } from '../install/starter-parts.ts';

/** How far an installation is: the figures of its report. */
export type StarterProgress = Omit<StarterInstallReport, 'state' | 'startedAt' | 'error'>;

/** What may be said of an installation. */
export interface StarterInstallOptions {
  /** Ids of the parts that are wanted. Default: all. */
  readonly parts?: readonly string[] | undefined;
  /** Ends it; what is whole stays. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: StarterProgress) => void) | undefined;
}

/** What the facade needs to know of the parts, and how they come. */
export interface StarterInstaller {
  /** Every part, installed or not, and whether there is a starter engine for this system. */
  parts(): Promise<StarterParts>;
  /** The folder of the engine that is installed; undefined when none is, or can be. */
  engineFolder(): Promise<string | undefined>;
  /** Fetches what is missing. Rejects with the codes of installing. */
  install(options: StarterInstallOptions): Promise<void>;
}
