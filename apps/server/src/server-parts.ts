import type { AccessPolicy } from './access-policy.ts';
import type { EngineWatch } from './engine-watch.ts';
import type { PullDesk } from './pulls/pull-desk.ts';
import type { RunCatalogue } from './runs/run-catalogue.ts';
import type { RuntimeContext } from './runtime-context.ts';
import type { StarterDesk } from './starter/starter-desk.ts';
import type { WorkflowStore } from './workflows/workflow-store.ts';

/** What routes are made of. */
export interface ServerParts {
  readonly context: RuntimeContext;
  readonly access: AccessPolicy;
  readonly engine: EngineWatch;
  readonly pulls: PullDesk;
  readonly starter: StarterDesk;
  readonly runs: RunCatalogue;
  readonly workflows: WorkflowStore;
  /** When this server was made, milliseconds since 1970. */
  readonly startedAt: number;
}
