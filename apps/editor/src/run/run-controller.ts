import { isNodetoolError, nodeData, toErrorShape } from '@nodetool-ai/graph';
import type { ErrorShape, RunSummary, Workflow } from '@nodetool-ai/graph';
import { followRun } from '../api/follow-run.ts';
import { askServer } from '../api/http-client.ts';
import { nodesById } from '../document/wire-index.ts';
import type { RunStore } from './run-store.ts';

/** Starts, finds, follows and stops the runs of one workflow. */
export class RunController {
  readonly #run: RunStore;
  #stopFollowing: (() => void) | undefined;
  #isStarting = false;
  #isShown = false;
  /** The number of the next event. */
  #next = 0;

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
      this.#begin(runId, workflow);
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
      const shown = this.#run.overview();
      if (last !== undefined && (shown === undefined || shown.runId !== last.runId))
        this.#begin(last.runId);
    } catch {
      // The page says elsewhere that the server does not answer.
    }
  }

  /** Shows a run of before. */
  show(runId: string): void {
    this.#begin(runId);
  }

  /** Only the shown workflow listens: a browser holds few streams at once. What came meanwhile is caught up with. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) this.#follow();
    else this.#stop();
  }

  /** No longer looks; the run goes on. */
  close(): void {
    this.#stop();
  }

  #begin(runId: string, workflow?: Workflow): void {
    this.#stop();
    this.#run.begin(runId, workflow);
    this.#next = 0;
    if (this.#isShown) this.#follow();
  }

  #follow(): void {
    const overview = this.#run.overview();
    if (this.#stopFollowing !== undefined || overview?.state !== 'running') return;
    const { runId } = overview;
    this.#stopFollowing = followRun(runId, this.#next, {
      onEvent: (event) => {
        this.#next = event.seq + 1;
        this.#run.take(event);
      },
      onConnection: (isConnected) => this.#run.setConnected(isConnected),
      onEnd: () => {
        this.#stop();
        this.#run.setConnected(true);
        if (this.#run.overview()?.state === 'running') void this.#askHowItEnded(runId);
      },
    });
  }

  #stop(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = undefined;
  }

  /** A record without an end: another process writes it, or nobody any more. It must not hold up the next run. */
  async #askHowItEnded(runId: string): Promise<void> {
    try {
      const { state, durationMs, error } = await askServer<RunSummary>(`/api/runs/${runId}`);
      this.#run.conclude(runId, {
        state: state === 'running' ? 'failed' : state,
        ...(durationMs === undefined ? {} : { durationMs }),
        ...(error === undefined ? {} : { error }),
      });
    } catch {
      this.#run.conclude(runId, { state: 'failed' });
    }
  }
}

/** Whether a node is set otherwise than it was when the run was started. */
export function isChangedSince(workflow: Workflow | undefined, now: Workflow, nodeId: string) {
  if (workflow === undefined || workflow === now) return false;
  const before = nodesById(workflow).get(nodeId);
  const after = nodesById(now).get(nodeId);
  if (before === undefined || after === undefined || before === after) return false;
  return JSON.stringify(nodeData(before)) !== JSON.stringify(nodeData(after));
}
