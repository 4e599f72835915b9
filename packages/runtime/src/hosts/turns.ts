import { NodetoolError } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../ollama/connection/cancelled-error.ts';
import { completeModelName } from '../ollama/facts/model-name.ts';
import { BuildCheck } from './build-check.ts';
import { choosePlace } from './choose-place.ts';
import type { Candidate } from './choose-place.ts';
import { FailedAttempts } from './failed-attempts.ts';
import { findCandidates } from './find-candidates.ts';
import { parseModelAddress, writeModelAddress } from './model-address.ts';
import type { ModelAddress } from './model-address.ts';
import { mayFailOver, noteFailure } from './note-failure.ts';
import type { FallbackChains } from './parse-fallback.ts';
import type { PoolHost } from './pool-host.ts';

/** Where a request may go. */
export interface Route {
  readonly hosts: readonly PoolHost[];
  /** What follows when all hosts of the model fail. */
  readonly chains: FallbackChains;
}

/** What is asked for. */
export interface TurnOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether every host must have the same build of the model: what two builds give may not fit together. */
  readonly mustBeSameBuild?: boolean;
}

/** A host whose turn it is; one of our requests is counted there until it is released. */
export interface Place {
  readonly host: PoolHost;
  /** The model by the name that this host knows. */
  readonly model: string;
  /** May be called more than once. */
  release(): void;
}

/** The hosts that one request goes to, one after the other, until one answers. */
export class Turns {
  readonly #id: string;
  readonly #route: Route;
  readonly #options: TurnOptions;
  readonly #failed = new FailedAttempts();
  readonly #builds: BuildCheck | undefined;
  #steps: readonly ModelAddress[];
  #candidates: readonly Candidate[] = [];
  #isFirstStep = true;

  /** Throws MODEL_NOT_CHOSEN. `id` may name its host: `model@host`. */
  constructor(id: string, route: Route, options: TurnOptions = {}) {
    const address = parseModelAddress(id);
    if (address.model === '') throw new NodetoolError('MODEL_NOT_CHOSEN');
    this.#id = id.trim();
    this.#route = route;
    this.#options = options;
    this.#builds = options.mustBeSameBuild === true ? new BuildCheck() : undefined;
    this.#steps = [address, ...(route.chains.get(writeModelAddress(address)) ?? [])];
  }

  /**
   * Makes an attempt at one host after another, until one succeeds. Rejects with the first error that no other host can
   * help with, or, when none is left, with the most telling one; `details.attempts` lists what each host said.
   */
  async take<T>(attempt: (place: Place) => Promise<T>): Promise<T> {
    for (;;) {
      const place = await this.#next();
      if (place === undefined) throw this.#failed.toError(this.#id);
      try {
        const result = await attempt(place);
        place.host.noteAnswer(place.model);
        return result;
      } catch (error) {
        place.release();
        noteFailure(place.host, place.model, error);
        this.#failed.add(place.host.name, place.model, error);
        if (!mayFailOver(error)) throw this.#failed.toLastError(this.#id) ?? error;
      }
    }
  }

  async #next(): Promise<Place | undefined> {
    for (;;) {
      throwIfCancelled(this.#options.signal);
      const chosen = choosePlace(this.#candidates);
      if (chosen === undefined) {
        const [step, ...rest] = this.#steps;
        if (step === undefined) return undefined;
        this.#steps = rest;
        await this.#begin(step);
        continue;
      }
      this.#candidates = this.#candidates.filter((candidate) => candidate !== chosen);
      const { host, model } = chosen;
      // Counted at once, so that a request that chooses in the meantime sees it.
      const release = host.state.underWay.begin(completeModelName(model));
      try {
        const refusal = await this.#builds?.refusalOf(chosen, this.#options.signal);
        if (refusal === undefined) return { host, model, release };
        this.#failed.add(host.name, model, refusal, 'lacking');
      } catch (error) {
        release();
        throw error;
      }
      release();
    }
  }

  async #begin(step: ModelAddress): Promise<void> {
    const { hosts } = this.#route;
    const { signal } = this.#options;
    this.#candidates = await findCandidates(step, { hosts, signal, failed: this.#failed });
    if (this.#isFirstStep) await this.#builds?.expect(step, hosts, this.#candidates, signal);
    this.#isFirstStep = false;
  }
}
