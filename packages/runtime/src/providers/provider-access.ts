import type { BaseProvider } from './base-provider.ts';

/** What a model is wanted for, where a setting names one for it. */
export type ModelUse = 'completion' | 'embedding' | 'vision';

/** What nodes that need `providers` get in their context. */
export interface ProviderAccess {
  /**
   * The provider of that id, ready to use. Rejects with PROVIDER_NOT_AVAILABLE when it does not exist in this
   * environment (local providers exist only when NODETOOL_ENV is not `production`).
   */
  get(id: string): Promise<BaseProvider>;
  /**
   * The model that the settings name for nodes that name none (NODETOOL_DEFAULT_TEXT_MODEL, …_EMBEDDING_MODEL,
   * …_VISION_MODEL); undefined when they name none. Absent where there are no such settings.
   */
  defaultModel?(use: ModelUse): Promise<string | undefined>;
}

/** The services that surfaces of this project offer to nodes, by the names of NodeNeed. */
export interface NodeServices {
  /** Gives providers by their ids. */
  readonly providers: ProviderAccess;
}
