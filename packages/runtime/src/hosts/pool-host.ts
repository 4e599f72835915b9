import { isNodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { throwIfCancelled } from '../ollama/connection/cancelled-error.ts';
import { completeModelName } from '../ollama/facts/model-name.ts';
import { modelSource } from '../ollama/facts/model-source.ts';
import { OllamaProvider } from '../providers/ollama-provider.ts';
import type { OllamaProviderOptions } from '../providers/ollama-provider.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';
import type { HostSetting } from './host-setting.ts';
import type { HostState, HostStates } from './host-states.ts';

/** How long a list of models counts; a request that meets an old one goes to the next host. */
const MODELS_LIFETIME_MS = 3000;

/** What a host of a pool is made of, beside its setting. */
export interface PoolHostOptions {
  readonly apiKey: string | undefined;
  /** What the person says of models against what the daemon says, as JSON. */
  readonly overrides: string | undefined;
  readonly states: HostStates;
  readonly options: OllamaProviderOptions;
}

/** One host of a pool: its provider, and what is remembered of it. */
export class PoolHost {
  readonly setting: HostSetting;
  readonly provider: OllamaProvider;
  readonly state: HostState;
  readonly #overrides: string;
  readonly #now: () => number;

  constructor(setting: HostSetting, { apiKey, overrides = '', states, options }: PoolHostOptions) {
    this.setting = setting;
    this.provider = new OllamaProvider(
      { OLLAMA_API_URL: setting.url, OLLAMA_API_KEY: apiKey, OLLAMA_MODEL_OVERRIDES: overrides },
      options,
    );
    this.state = states.of(setting.url, apiKey);
    this.#overrides = overrides;
    this.#now = states.now;
  }

  get name(): string {
    return this.setting.name;
  }

  /** Whether it is a service, which gets a request only when the person names it. */
  get isCloud(): boolean {
    return this.setting.role === 'cloud';
  }

  /** How it is now: one small request, shared by all who ask at the same time. Rejects with CANCELLED only. */
  askStatus(signal?: AbortSignal): Promise<ProviderStatus> {
    return this.state.statusAsks.ask(
      'status',
      async (shared) => {
        const status = await this.#askedStatus(shared);
        // Nobody waited for it any more: that says nothing of the host.
        if (!shared.aborted) this.state.health.note(status);
        return status;
      },
      signal,
    );
  }

  async #askedStatus(signal: AbortSignal): Promise<ProviderStatus> {
    const status = await this.provider.status({ signal });
    if (!this.isCloud || status.state !== 'not-ollama') return status;
    try {
      // A service need not tell a version: it is there when it tells its models.
      await this.askModels(signal, { isFresh: true });
      return { state: 'ready', url: status.url };
    } catch {
      return status;
    }
  }

  /**
   * Facts of its models; a list that is 3 s old counts, unless it must be fresh or complete (its daemon asked about every
   * model). Rejects when it cannot be asked.
   */
  async askModels(
    signal: AbortSignal | undefined,
    { isFresh = false, isComplete = false } = {},
  ): Promise<readonly ModelFacts[]> {
    throwIfCancelled(signal);
    const known = this.state.models;
    const overrides = this.#overrides;
    const isOfUse = !isFresh && !isComplete && known?.overrides === overrides;
    if (isOfUse && this.#now() - known.at < MODELS_LIFETIME_MS)
      return known.facts.map((facts) => this.#ownFacts(facts));
    const facts = await this.state.modelAsks.ask(
      `${isComplete} ${overrides}`,
      async (shared) => {
        const listed = await this.#listedModels(shared, isComplete);
        this.state.models = { facts: listed, at: this.#now(), overrides };
        return listed;
      },
      signal,
    );
    return facts.map((model) => this.#ownFacts(model));
  }

  async #listedModels(signal: AbortSignal, complete: boolean): Promise<readonly ModelFacts[]> {
    try {
      return await this.provider.listModelFacts({ signal, complete });
    } catch (error) {
      // Whoever asks next shall not wait for it as long.
      if (isNodetoolError(error) && error.code === 'OLLAMA_TIMEOUT') {
        const { message: cause, hint: remedy } = error;
        this.state.health.note({ state: 'timeout', url: this.setting.url, cause, remedy });
      }
      throw error;
    }
  }

  /** What was last heard of a model here, however long ago; undefined when it is not known to be here. */
  recallModel(model: string): ModelFacts | undefined {
    const facts = findModel(this.state.models?.facts ?? [], model);
    return facts === undefined ? undefined : this.#ownFacts(facts);
  }

  /** The facts of one model as they are said of this host. */
  #ownFacts(facts: ModelFacts): ModelFacts {
    const { role } = this.setting;
    return {
      ...facts,
      // An address of this machine may lead elsewhere, through a tunnel: only the role says whose memory it is.
      fitsInMemory: role === 'local' ? facts.fitsInMemory : 'unknown',
      ...(role === 'cloud' ? { remote: true, loaded: 'unknown' } : {}),
    };
  }

  /** Facts of one model from its daemon, as they are said of this host. */
  async askFacts(model: string, signal: AbortSignal | undefined): Promise<ModelFacts> {
    return this.#ownFacts(
      await this.provider.getModelFacts(model, signal === undefined ? {} : { signal }),
    );
  }

  /** It answered: trouble from before counts no more. */
  noteAnswer(model: string): void {
    this.state.health.noteAnswer();
    this.state.troubledUntil.delete(completeModelName(model));
  }

  /** For so long the model is better run elsewhere. */
  noteTrouble(model: string, forMs: number): void {
    this.state.troubledUntil.set(completeModelName(model), this.#now() + forMs);
  }

  /** Whether the model had trouble here that still counts. */
  isTroubled(model: string): boolean {
    const until = this.state.troubledUntil.get(completeModelName(model));
    return until !== undefined && this.#now() < until;
  }
}

/** Finds a model in a list by its name; `x:local` is `x` there. */
export function findModel(facts: readonly ModelFacts[], model: string): ModelFacts | undefined {
  const asked = modelSource(model) === 'local' ? model.trim().slice(0, -':local'.length) : model;
  const name = completeModelName(asked);
  return facts.find((candidate) => completeModelName(candidate.id) === name);
}
