import type { RunHandle } from '@nodetool-ai/engine';
import type { RunSummary } from '@nodetool-ai/graph';

/** A run of this launch whose record is not complete yet. */
export class OpenRun {
  readonly handle: RunHandle;
  #hasEnded = false;

  constructor(handle: RunHandle) {
    this.handle = handle;
    void this.#watch();
  }

  /** How it stands while it runs. When it has ended, waits until its record says so and gives undefined. */
  async summarise(): Promise<RunSummary | undefined> {
    const { runId } = this.handle;
    const events = this.handle.events(0);
    const { value: first } = await events.next();
    await events.return();
    if (this.#hasEnded || first?.type !== 'run-start') {
      await this.handle.result;
      return undefined;
    }
    const { workflowId, workflowName, at } = first;
    return {
      runId,
      startedAt: at,
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(workflowName === undefined ? {} : { workflowName }),
      state: 'running',
    };
  }

  async #watch(): Promise<void> {
    for await (const event of this.handle.events(0))
      if (event.type === 'run-end') this.#hasEnded = true;
  }
}
