import { newestRuns, readRunEvents, summariseRun } from '@nodetool-ai/engine';
import type { RunHandle, RunLauncher, RunRequest } from '@nodetool-ai/engine';
import { NodetoolError } from '@nodetool-ai/graph';
import type { RunEvent, RunSummary } from '@nodetool-ai/graph';
import { OpenRun } from './open-run.ts';

/** Of so many of the newest records the list is made. */
const MOST_LOOKED_AT = 500;

/** What a list of runs is asked for. */
export interface RunQuery {
  readonly workflowId?: string | undefined;
  readonly limit: number;
}

/** The runs of this launch and the records of earlier ones, found by their ids. */
export class RunCatalogue {
  readonly #launcher: RunLauncher;
  readonly #runsFolder: string;
  readonly #open = new Map<string, OpenRun>();
  readonly #ended = new Map<string, RunSummary>();

  constructor(launcher: RunLauncher, runsFolder: string) {
    this.#launcher = launcher;
    this.#runsFolder = runsFolder;
  }

  /** Starts a run; it goes on whoever listens or not. */
  start(request: RunRequest): RunHandle {
    const handle = this.#launcher.launch(request);
    this.#open.set(handle.runId, new OpenRun(handle));
    void handle.result.finally(() => this.#open.delete(handle.runId));
    return handle;
  }

  /** Newest first. */
  async list({ workflowId, limit }: RunQuery): Promise<readonly RunSummary[]> {
    const found: RunSummary[] = [];
    const recorded = await newestRuns(this.#runsFolder, MOST_LOOKED_AT);
    // A run that was just started has no record yet. Ids begin with the time.
    const ids = new Set([...this.#open.keys(), ...recorded]);
    for (const runId of [...ids].toSorted().toReversed()) {
      if (found.length >= limit) break;
      try {
        const summary = await this.summarise(runId);
        if (workflowId === undefined || summary.workflowId === workflowId) found.push(summary);
      } catch {
        // A damaged record is not listed; it hinders no other.
      }
    }
    return found.toSorted((left, right) => right.startedAt - left.startedAt);
  }

  /** Rejects with RUN_NOT_FOUND. */
  async summarise(runId: string): Promise<RunSummary> {
    const open = await this.#open.get(runId)?.summarise();
    const known = open ?? this.#ended.get(runId);
    if (known !== undefined) return known;
    const summary = await summariseRun(this.#runsFolder, runId);
    // What has ended does not change any more.
    if (summary.state !== 'running') this.#ended.set(runId, summary);
    return summary;
  }

  /** The events from number `from` on: of a run of this launch to its end, of a record as far as it goes. */
  async *events(runId: string, from: number): AsyncGenerator<RunEvent, void, void> {
    const running = this.#launcher.find(runId);
    if (running !== undefined) {
      yield* running.events(from);
      return;
    }
    yield* (await this.#record(runId, from)).events;
  }

  /** Cancels. A run that has ended already stays as it is. Rejects with RUN_NOT_FOUND. */
  async cancel(runId: string): Promise<void> {
    const running = this.#launcher.find(runId);
    if (running !== undefined) running.cancel();
    else await this.summarise(runId);
  }

  /** Cancels what runs and waits until it is recorded. */
  async close(): Promise<void> {
    const error = new NodetoolError('CANCELLED', 'The server was stopped.');
    await Promise.all(
      [...this.#open.values()].map(({ handle }) => {
        handle.cancel(error);
        return handle.result;
      }),
    );
  }

  async #record(runId: string, from: number) {
    try {
      return await readRunEvents(this.#runsFolder, runId, from);
    } catch (error) {
      if (error instanceof RangeError) throw new NodetoolError('RUN_NOT_FOUND');
      throw error;
    }
  }
}
