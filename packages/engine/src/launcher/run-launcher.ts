import type { RunEvent, Workflow } from '@nodetool-ai/graph';
import type { RunResult } from '../session/execution-session.ts';

/** What is to be run. */
export interface RunRequest {
  readonly workflow: Workflow;
  /** Values for the workflow's input nodes, by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
}

/** A run that was started, wherever it runs. */
export interface RunHandle {
  readonly runId: string;
  /** Its events from number `from` on, to its end. */
  events(from?: number): AsyncGenerator<RunEvent, void, void>;
  cancel(reason?: unknown): void;
  /** Never rejects for what happens in the run. */
  readonly result: Promise<RunResult>;
}

/** The one way to start a run. In this process now; nothing about it says that it must stay so. */
export interface RunLauncher {
  launch(request: RunRequest): RunHandle;
  /** A run that was started here and has not ended, or undefined. */
  find(runId: string): RunHandle | undefined;
}
