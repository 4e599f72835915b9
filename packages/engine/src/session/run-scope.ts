import type { AssetStore } from '@nodetool-ai/graph';
import type { EventLog } from '../events/event-log.ts';
import type { RunClock } from '../events/run-clock.ts';
import type { StallGuard } from '../flow/stall-guard.ts';

/** What the nodes of one run share. */
export interface RunScope {
  readonly log: EventLog;
  readonly clock: RunClock;
  readonly guard: StallGuard;
  readonly assets: AssetStore;
  /** Everything that nodes may be given; each gets what it declares. */
  readonly services: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  /** How long a cancelled node may take to end, in milliseconds. */
  readonly graceMs: number;
}
