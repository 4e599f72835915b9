import type { AssetStore, ModelFactsLookup, NodeRegistry } from '@nodetool-ai/graph';
import { ExecutionSession } from '../session/execution-session.ts';
import { openRunJournal } from '../storage/run-journal.ts';
import { createRunId } from './create-run-id.ts';
import type { RunHandle, RunLauncher, RunRequest } from './run-launcher.ts';

/** What every run of a launcher shares. */
export interface LauncherOptions {
  readonly registry: NodeRegistry;
  /** What nodes may be given, by the names of their needs. */
  readonly services?: object;
  readonly assets: AssetStore;
  /** Where runs are recorded; without it they are not. */
  readonly runsFolder?: string;
  readonly facts?: ModelFactsLookup;
}

/** Runs workflows in this process. */
export class InProcessRunLauncher implements RunLauncher {
  readonly #options: LauncherOptions;
  readonly #running = new Map<string, RunHandle>();

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  launch({ workflow, parameters = {}, signal }: RunRequest): RunHandle {
    const { runsFolder, ...shared } = this.#options;
    const session = new ExecutionSession({
      ...shared,
      runId: createRunId(new Date()),
      workflow,
      parameters,
      ...(runsFolder === undefined
        ? {}
        : {
            openJournal: (runId: string, onError: (error: Error) => void) =>
              openRunJournal(runsFolder, runId, onError),
          }),
    });
    const { runId } = session;
    const result = session.run(signal).finally(() => this.#running.delete(runId));
    const handle: RunHandle = {
      runId,
      events: (from) => session.events(from),
      cancel: (reason) => session.cancel(reason),
      result,
    };
    this.#running.set(runId, handle);
    return handle;
  }

  find(runId: string): RunHandle | undefined {
    return this.#running.get(runId);
  }
}
