import { createHash } from 'node:crypto';
import type { ModelFacts } from '@nodetool-ai/graph';
import { SharedAsks } from '../ollama/connection/shared-asks.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';
import { HostHealth } from './host-health.ts';
import { RequestsUnderWay } from './requests-under-way.ts';

/** The models of a host, and when it told them. */
export interface KnownModels {
  readonly facts: readonly ModelFacts[];
  readonly at: number;
  /** What the person had said of models then; it is in the facts. */
  readonly overrides: string;
}

/** What is remembered of one host. */
export interface HostState {
  readonly health: HostHealth;
  readonly underWay: RequestsUnderWay;
  readonly statusAsks: SharedAsks<ProviderStatus>;
  readonly modelAsks: SharedAsks<readonly ModelFacts[]>;
  /** Kept also when the host is down, so that it is known what it had. */
  models: KnownModels | undefined;
  /** Until when a model is better run elsewhere, by its full name. */
  readonly troubledUntil: Map<string, number>;
}

/**
 * What is remembered of hosts, by address, so that pools can be made anew for every use. A host with another key is
 * another host: it may answer where the other was refused.
 */
export class HostStates {
  /** Milliseconds from any beginning. */
  readonly now: () => number;
  readonly #states = new Map<string, HostState>();

  /** `now` gives milliseconds of a clock that only goes forward; by default that of the process. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** The state of a host; the same one for the same address and key. */
  of(url: string, apiKey: string | undefined): HostState {
    // The key itself is kept in no more places than needed.
    const mark = apiKey === undefined ? '' : createHash('sha256').update(apiKey).digest('hex');
    const key = `${url} ${mark}`;
    const existing = this.#states.get(key);
    if (existing !== undefined) return existing;
    const state = {
      health: new HostHealth(this.now),
      underWay: new RequestsUnderWay(),
      statusAsks: new SharedAsks<ProviderStatus>(),
      modelAsks: new SharedAsks<readonly ModelFacts[]>(),
      models: undefined,
      troubledUntil: new Map<string, number>(),
    };
    this.#states.set(key, state);
    return state;
  }
}

/** What all pools of this process remember. */
export const processHostStates = new HostStates();
