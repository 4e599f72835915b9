import { isNodetoolError, nodeData, NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { ErrorShape, RunSummary, Workflow } from '@nodetool-ai/graph';
import { followRun } from '../api/follow-run.ts';
import { askServer } from '../api/http-client.ts';
import type { RunStore } from './run-store.ts';

/** Starts, finds, follows and stops the runs of one workflow. */
export class RunController {
  readonly #run: RunStore;
  #stopFollowing: (() => void) | undefined;
  #isStarting = false;

  constructor(run: RunStore) {
    this.#run = run;
  }

  /** Whether a run is under way or about to be. */
  get isBusy(): boolean {
    return this.#isStarting || this.#run.overview()?.state === 'running';
  }

  /** Starts a run; it goes on when this page is closed. Gives why it could not be started, if so. */
  async start(workflow: Workflow): Promise<ErrorShape | undefined> {
    if (this.isBusy) return undefined;
    this.#isStarting = true;
    try {
      const body = { workflow };
      const { runId } = await askServer<{ runId: string }>('/api/runs', { body });
      this.#follow(runId, workflow);
      return undefined;
    } catch (error) {
      return toErrorShape(error, 'SERVER_FAILED');
    } finally {
      this.#isStarting = false;
    }
  }

  /** Stops the run; the daemon's work for it ends too. Text that came stays. */
  async stop(): Promise<void> {
    const overview = this.#run.overview();
    if (overview?.state !== 'running') return;
    try {
      await askServer(`/api/runs/${overview.runId}/cancel`, { body: {} });
    } catch (error) {
      if (!isNodetoolError(error)) throw error;
    }
  }

  /** Finds the last run of a workflow, running or not, and follows it from its first event. */
  async findLast(workflowId: string): Promise<void> {
    const query = new URLSearchParams({ workflowId, limit: '1' });
    try {
      const { runs } = await askServer<{ runs: readonly RunSummary[] }>(`/api/runs?${query}`);
      const [last] = runs;
      if (last !== undefined && this.#run.overview() === undefined) this.#follow(last.runId);
    } catch {
      // The page says elsewhere that the server does not answer.
    }
  }

  /** Shows a run of before. */
  show(runId: string): void {
    this.#follow(runId);
  }

  /** No longer looks; the run goes on. */
  close(): void {
    this.#stopFollowing?.();
  }

  #follow(runId: string, workflow?: Workflow): void {
    this.#stopFollowing?.();
    this.#run.begin(runId, workflow);
    this.#stopFollowing = followRun(runId, {
      onEvent: (event) => this.#run.take(event),
      onConnection: (isConnected) => this.#run.setConnected(isConnected),
      onEnd: () => this.#run.setConnected(true),
    });
  }
}

/** Whether a node is set otherwise than it was when the run was started. */
export function isChangedSince(workflow: Workflow | undefined, now: Workflow, nodeId: string) {
  if (workflow === undefined || workflow === now) return false;
  const find = (where: Workflow) => where.graph.nodes.find((node) => node.id === nodeId);
  const before = find(workflow);
  const after = find(now);
  if (before === undefined || after === undefined || before === after) return false;
  return JSON.stringify(nodeData(before)) !== JSON.stringify(nodeData(after));
}

/** The error for a run that must not be started. */
export function nothingToRun(): ErrorShape {
  return toErrorShape(new NodetoolError('WORKFLOW_INVALID', 'There is nothing to run yet.'));
}
