import type { ModelCatalogue } from './model-catalogue.ts';
import type { ModelRunner } from './model-runner.ts';
import type { SharedPulls } from './shared-pulls.ts';
import type { Reply } from './reply.ts';

/** What the routes work with. */
export interface DaemonContext {
  readonly version: string;
  readonly catalogue: ModelCatalogue;
  readonly runner: ModelRunner;
  readonly pulls: SharedPulls;
}

/** One request. */
export interface ApiCall {
  /** The body, parsed; undefined for a method that has none. */
  readonly body: unknown;
  readonly reply: Reply;
  /** Aborts when the caller goes, or the daemon ends. */
  readonly signal: AbortSignal;
  /** How long the caller may not read, in milliseconds. */
  readonly readerTimeoutMs: number;
}

/** Answers a request; what it throws becomes an error body. */
export type Route = (call: ApiCall, context: DaemonContext) => Promise<void>;
