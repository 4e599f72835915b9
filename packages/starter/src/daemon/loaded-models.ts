import { availableParallelism } from 'node:os';
import type { InferenceEngine, LoadedModel } from '../inference/inference-engine.ts';
import { estimateBytes, fitsBeside } from './memory-estimate.ts';
import type { CatalogueModel } from './model-catalogue.ts';

/** Context of a request that does not say, bounded by what the model was trained for. Ollama's number without a GPU. */
export const DEFAULT_CONTEXT = 4096;
/** Threads wait for each other in a loop: more than there are cores take minutes for a token, very many end the process. */
const MOST_THREADS = availableParallelism();
/** The longest time that a timer can take. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A model in memory. */
export interface LoadedEntry {
  readonly source: CatalogueModel;
  readonly model: LoadedModel;
  readonly threads: number;
  /** When it leaves, milliseconds since 1970; Infinity: never by itself. */
  readonly expiresAtMs: number;
}

/** What is wanted of a model in memory. */
export interface WantedModel {
  readonly source: CatalogueModel;
  /** Tokens; absent: what it has, if that is not less than the default. */
  readonly contextLength?: number;
  /** Absent: the daemon's default; more than the machine has cores: as many. */
  readonly threads?: number;
  /** How long it stays afterwards, in milliseconds; what is told of it while it is in use. */
  readonly keepAliveMs: number;
  readonly signal: AbortSignal;
}

/** What the memory needs. */
export interface LoadedModelsOptions {
  readonly engine: () => Promise<InferenceEngine>;
  readonly threads: number;
  readonly freeMemoryBytes: () => number;
  /** Called when the time of an entry is over, from a timer. */
  readonly onExpired: (sha256: string) => void;
}

/**
 * The models in memory, by the digest of their file. Not for use by two at once: the caller holds the queue, except for
 * `entries`. A second model stays beside the first only where the free memory suffices for both.
 */
export class LoadedModels {
  readonly #options: LoadedModelsOptions;
  readonly #entries = new Map<string, LoadedEntry>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Loads nothing. */
  constructor(options: LoadedModelsOptions) {
    this.#options = options;
  }

  /** What is loaded, what leaves last first. */
  entries(): readonly LoadedEntry[] {
    return [...this.#entries.values()].toSorted(
      (left, right) => right.expiresAtMs - left.expiresAtMs || 0,
    );
  }

  /**
   * Loads a model, or gives the loaded one when its context and threads are those that are wanted. Its time stands still
   * until `keep`. Rejects as the engine does.
   */
  async load(want: WantedModel): Promise<LoadedModel> {
    const { source, contextLength, signal, keepAliveMs } = want;
    const threads = want.threads === undefined ? undefined : Math.min(want.threads, MOST_THREADS);
    const { sha256, file } = source.record;
    const expiresAtMs = Date.now() + keepAliveMs;
    const trained = source.information.contextLength ?? Infinity;
    const wanted = Math.min(contextLength ?? DEFAULT_CONTEXT, trained);
    const before = this.#entries.get(sha256);
    this.#stopTimer(sha256);
    if (before !== undefined) {
      const { contextLength: has } = before.model;
      const isEnough = contextLength === undefined ? has >= wanted : has === wanted;
      if (isEnough && (threads === undefined || threads === before.threads)) {
        // Under which of its names it was last asked for.
        this.#entries.set(sha256, { ...before, source, expiresAtMs });
        return before.model;
      }
      await this.unload(sha256);
    }
    const engine = await this.#options.engine();
    await this.#makeRoom(estimateBytes(source, wanted));
    const usedThreads = threads ?? this.#options.threads;
    const model = await engine.load(file, { contextLength: wanted, threads: usedThreads, signal });
    this.#entries.set(sha256, { source, model, threads: usedThreads, expiresAtMs });
    return model;
  }

  /** Says how long a model stays from now on; 0 unloads it now, Infinity keeps it. Nothing happens when it is not loaded. */
  async keep(sha256: string, keepAliveMs: number): Promise<void> {
    const entry = this.#entries.get(sha256);
    if (entry === undefined) return;
    if (keepAliveMs <= 0) return this.unload(sha256);
    this.#stopTimer(sha256);
    this.#entries.set(sha256, { ...entry, expiresAtMs: Date.now() + keepAliveMs });
    if (keepAliveMs !== Infinity) this.#startTimer(sha256, keepAliveMs);
  }

  /** Takes a model out of memory. Nothing happens when it is not there. */
  async unload(sha256: string): Promise<void> {
    const entry = this.#entries.get(sha256);
    this.#stopTimer(sha256);
    this.#entries.delete(sha256);
    await entry?.model.unload();
  }

  /** Takes a model out of memory if its time is over: it may have been used since the timer rang. */
  async unloadExpired(sha256: string): Promise<void> {
    const entry = this.#entries.get(sha256);
    if (entry !== undefined && entry.expiresAtMs <= Date.now()) await this.unload(sha256);
  }

  /** Takes everything out of memory. */
  async unloadAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((sha256) => this.unload(sha256)));
  }

  async #makeRoom(neededBytes: number): Promise<void> {
    if (fitsBeside(neededBytes, this.#options.freeMemoryBytes())) return;
    await this.unloadAll();
  }

  #startTimer(sha256: string, leftMs: number): void {
    const restMs = leftMs - LONGEST_TIMER_MS;
    const ring = () => {
      if (restMs > 0) this.#startTimer(sha256, restMs);
      else this.#options.onExpired(sha256);
    };
    // One more, because a timer may ring a part of a millisecond before its time.
    const timer = setTimeout(ring, Math.min(Math.ceil(leftMs) + 1, LONGEST_TIMER_MS));
    this.#timers.set(sha256, timer.unref());
  }

  #stopTimer(sha256: string): void {
    clearTimeout(this.#timers.get(sha256));
    this.#timers.delete(sha256);
  }
}
