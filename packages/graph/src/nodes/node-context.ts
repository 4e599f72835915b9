import type { AssetStore } from '../values/asset-reference.ts';

/** What a node may be given beyond its inputs. It gets what it declares in `needs` and nothing else. */
export type NodeNeed = 'providers' | 'files' | 'secrets' | 'network' | 'ask' | 'runGraph';

/** What every node gets without asking. */
export interface NodeContext {
  /** The run this is part of. */
  readonly runId: string;
  readonly nodeId: string;
  /** The bytes behind images and files. */
  readonly assets: AssetStore;
}

/**
 * The context of a node that declares `Needs`, when the surface offers `Services` (an interface whose keys are
 * {@link NodeNeed}s; the graph language does not know what is behind them).
 */
export type NodeContextWith<Services extends object, Needs extends NodeNeed> = NodeContext &
  Pick<Services, Extract<keyof Services, Needs>>;
