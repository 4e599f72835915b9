import type { InferenceEngine, LoadedModel } from '../inference/inference-engine.ts';
import { ApiRefusal } from './api-refusal.ts';
import { DEFAULT_KEEP_ALIVE_MS } from './keep-alive.ts';
import { LoadedModels } from './loaded-models.ts';
import type { LoadedEntry, WantedModel } from './loaded-models.ts';
import { causeOf } from './model-catalogue.ts';
import { WorkQueue } from './work-queue.ts';

/** A use of a model. */
export interface ModelUse extends Omit<WantedModel, 'keepAliveMs'> {
  /** How long it stays afterwards, in milliseconds, 0: it leaves at once; undefined: five minutes. */
  readonly keepAliveMs: number | undefined;
}

/** A model that is there for one caller. */
export interface ReadyModel {
  readonly model: LoadedModel;
  /** From its turn until the model was there. */
  readonly loadMs: number;
}

/** What runs models, one use after the other. */
export class ModelRunner {
  readonly #queue: WorkQueue;
  readonly #models: LoadedModels;

  /** Loads nothing. `mostWaiting`: uses that may wait, see WorkQueue. */
  constructor(options: {
    readonly engine: () => Promise<InferenceEngine>;
    readonly threads: number;
    readonly freeMemoryBytes: () => number;
    readonly mostWaiting?: number | undefined;
  }) {
    this.#queue = new WorkQueue(options.mostWaiting);
    this.#models = new LoadedModels({
      ...options,
      onExpired: (sha256) => {
        void this.#expire(sha256);
      },
    });
  }

  /** What is in memory, what leaves last first. */
  get loaded(): readonly LoadedEntry[] {
    return this.#models.entries();
  }

  /** Uses that wait for their turn. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /**
   * Waits for the turn, loads the model and hands it out until `work` is done. Rejects with the signal's reason, with
   * ApiRefusal 503 when too many wait, with ApiRefusal 500 when the model cannot be loaded, and as `work` does.
   */
  async use<T>(use: ModelUse, work: (ready: ReadyModel) => Promise<T>): Promise<T> {
    const { source, signal, keepAliveMs = DEFAULT_KEEP_ALIVE_MS } = use;
    return this.#alone(signal, async () => {
      const startedAt = performance.now();
      try {
        const model = await this.#load({ ...use, keepAliveMs });
        return await work({ model, loadMs: performance.now() - startedAt });
      } finally {
        await this.#models.keep(source.record.sha256, keepAliveMs);
      }
    });
  }

  /** Waits for the turn and takes a file out of memory; `work` runs before the next turn. */
  async unload(
    sha256: string,
    signal: AbortSignal,
    work: () => Promise<void> = async () => {},
  ): Promise<void> {
    await this.#alone(signal, async () => {
      await this.#models.unload(sha256);
      await work();
    });
  }

  /** Takes everything out of memory at once. Only for the end of the process. */
  async close(): Promise<void> {
    await this.#models.unloadAll();
  }

  /** Never rejects: nobody waits for it, and the process must not end by it. */
  async #expire(sha256: string): Promise<void> {
    const leave = await this.#queue.enter(new AbortController().signal, true);
    try {
      await this.#models.unloadExpired(sha256);
    } catch (error) {
      console.error(`a model could not be taken out of memory: ${String(error)}`);
    } finally {
      leave();
    }
  }

  async #alone<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const leave = await this.#queue.enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  async #load(use: WantedModel): Promise<LoadedModel> {
    try {
      return await this.#models.load(use);
    } catch (error) {
      use.signal.throwIfAborted();
      const { record } = use.source;
      throw new ApiRefusal(500, `unable to load model ${record.name}: ${causeOf(error, record)}`);
    }
  }
}
