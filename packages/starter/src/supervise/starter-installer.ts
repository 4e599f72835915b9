import type { StarterInstallReport, StarterPart } from '@nodetool-ai/graph';

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
  /** Why there is no starter engine for this system; undefined when there is one. */
  unsupportedCause(): string | undefined;
  /** Every part, installed or not. */
  parts(): Promise<readonly StarterPart[]>;
  /** The folder of the engine that is installed; undefined when none is. */
  engineFolder(): Promise<string | undefined>;
  /** Fetches what is missing. Rejects with the codes of installing. */
  install(options: StarterInstallOptions): Promise<void>;
}
