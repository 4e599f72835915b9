import { toErrorShape } from '@nodetool-ai/graph';
import type { PullReport } from '@nodetool-ai/graph';
import { completeModelName, PROVIDER_IDS } from '@nodetool-ai/runtime';
import type { OllamaModels } from '@nodetool-ai/runtime';
import type { RuntimeContext } from '../runtime-context.ts';
import { findOwnDaemon } from './find-own-daemon.ts';

/** How long a pull that came to its end is still told, so that every page hears of it. */
const TOLD_MS = 60_000;

interface Pull {
  report: PullReport;
  endedAt: number | undefined;
  readonly controller: AbortController;
}

/** Pulls that people asked for. They go on when the page is closed, and end with the server. */
export class PullDesk {
  readonly #pulls = new Map<string, Pull>();
  readonly #onDone: () => void;

  /** `onDone` is told when a model has come. */
  constructor(onDone: () => void) {
    this.#onDone = onDone;
  }

  /** Begins to pull a model, unless it is being pulled already. Rejects when the daemon cannot be had. */
  async start(context: RuntimeContext, name: string): Promise<void> {
    const model = completeModelName(name.trim());
    if (this.#pulls.get(model)?.report.state === 'running') return;
    const provider = await context.services.providers.get(PROVIDER_IDS.OLLAMA);
    const { models } = await findOwnDaemon(provider);
    const controller = new AbortController();
    const report = { model, state: 'running', startedAt: Date.now() } as const;
    const pull: Pull = { report, endedAt: undefined, controller };
    this.#pulls.set(model, pull);
    void this.#follow(pull, models);
  }

  /** Ends a pull. What has come so far stays on the daemon, and the next pull goes on from there. */
  cancel(name: string): void {
    this.#pulls.get(completeModelName(name.trim()))?.controller.abort();
  }

  /** How the pulls stand, the oldest first; those that ended are told for a minute. */
  list(now = Date.now()): readonly PullReport[] {
    for (const [model, { endedAt }] of this.#pulls) {
      if (endedAt !== undefined && now - endedAt > TOLD_MS) this.#pulls.delete(model);
    }
    return [...this.#pulls.values()].map((pull) => pull.report);
  }

  /** Ends all of them. */
  close(): void {
    for (const { controller } of this.#pulls.values()) controller.abort();
  }

  async #follow(pull: Pull, models: OllamaModels): Promise<void> {
    const { model, startedAt } = pull.report;
    const { signal } = pull.controller;
    try {
      for await (const progress of models.pull(model, { signal })) {
        const { status, completedBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
        pull.report = {
          model,
          startedAt,
          state: 'running',
          status,
          ...(completedBytes === undefined ? {} : { completedBytes }),
          ...(totalBytes === undefined ? {} : { totalBytes }),
          ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
          ...(secondsLeft === undefined ? {} : { secondsLeft }),
        };
      }
      pull.report = { ...pull.report, state: 'done' };
      this.#onDone();
    } catch (error) {
      pull.report = signal.aborted
        ? { ...pull.report, state: 'cancelled' }
        : { ...pull.report, state: 'failed', error: toErrorShape(error, 'OLLAMA_REQUEST_FAILED') };
    } finally {
      pull.endedAt = Date.now();
    }
  }
}
