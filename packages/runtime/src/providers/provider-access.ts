import type { BaseProvider } from './base-provider.ts';

/** What nodes that need `providers` get in their context. */
export interface ProviderAccess {
  /**
   * The provider of that id, ready to use. Rejects with PROVIDER_NOT_AVAILABLE when it does not exist in this
   * environment (local providers exist only when NODETOOL_ENV is not `production`).
   */
  get(id: string): Promise<BaseProvider>;
}

/** The services that surfaces of this project offer to nodes, by the names of NodeNeed. */
export interface NodeServices {
  /** Gives providers by their ids. */
  readonly providers: ProviderAccess;
}
