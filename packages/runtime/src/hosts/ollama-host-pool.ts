import { isNodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { embeddingModels, languageModels } from '../ollama/facts/available-models.ts';
import { collectMessage } from '../ollama/chat/collect-message.ts';
import { completeModelName } from '../ollama/facts/model-name.ts';
import { BaseProvider } from '../providers/base-provider.ts';
import type {
  AskOptions,
  EmbeddingModel,
  LanguageModel,
  ListOptions,
} from '../providers/base-provider.ts';
import type { EmbeddingRequest, EmbeddingResult } from '../providers/embedding-requests.ts';
import type { OllamaProvider, OllamaProviderOptions } from '../providers/ollama-provider.ts';
import type {
  GeneratedMessage,
  GenerateRequest,
  ProviderStreamItem,
} from '../providers/provider-requests.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';
import { embedAt } from './embed-at.ts';
import { FailedAttempts, statusError } from './failed-attempts.ts';
import type { HostSetting } from './host-setting.ts';
import { processHostStates } from './host-states.ts';
import type { HostStates } from './host-states.ts';
import { either, mergeFacts, mergeModels } from './merge-models.ts';
import type { HostModels } from './merge-models.ts';
import { parseModelAddress, writeModelAddress } from './model-address.ts';
import type { FallbackChains } from './parse-fallback.ts';
import { PoolHost } from './pool-host.ts';
import { hostStatus, poolStatus } from './pool-status.ts';
import type { HostStatus } from './pool-status.ts';
import { PoolStream } from './pool-stream.ts';
import { streamAt } from './stream-at.ts';
import { Turns } from './turns.ts';
import type { Route } from './turns.ts';
import { askHosts } from './usable-hosts.ts';

/** What a pool is made of. */
export interface OllamaHostPoolOptions extends OllamaProviderOptions {
  /** In the order in which they are preferred. */
  readonly hosts: readonly HostSetting[];
  /**
   * Bearer keys by the names of the hosts; each goes to its own host alone, and never to this machine. Default: none.
   */
  readonly apiKeys?: ReadonlyMap<string, string>;
  /** What follows when all hosts of a model fail. Default: nothing. */
  readonly chains?: FallbackChains;
  /** What the person says of models against what the daemons say, as JSON. Default: nothing. */
  readonly modelOverrides?: string | undefined;
  /** What is remembered of the hosts. Default: what all pools of this process remember. */
  readonly states?: HostStates;
}

/**
 * Models of several Ollama daemons. A model `name@host` is run by that host; a plain name by whichever host has it and
 * is best placed. A request that no host has begun to answer goes to the next one when a host is down, busy or out of
 * memory; no request goes to a service that was not named, which is only asked how it is and what it has. Uses the
 * network of the hosts' addresses and no other.
 */
export class OllamaHostPool extends BaseProvider {
  /** Id that it is registered by. */
  readonly provider = 'ollama';
  readonly #route: Route;
  readonly #totalTimeoutMs: number | undefined;

  /** Throws SETTING_INVALID for an address or for overrides that cannot be used. Uses no network. */
  constructor(options: OllamaHostPoolOptions) {
    super();
    const { hosts, apiKeys, chains, modelOverrides, states = processHostStates, ...rest } = options;
    this.#totalTimeoutMs = rest.totalTimeoutMs;
    this.#route = {
      chains: chains ?? new Map(),
      hosts: hosts.map((setting) => {
        const apiKey = apiKeys?.get(setting.name);
        return new PoolHost(setting, { apiKey, overrides: modelOverrides, states, options: rest });
      }),
    };
  }

  /** The provider of one host, for what is done to a host itself: models pulled, removed, unloaded. */
  host(name: string): OllamaProvider | undefined {
    return this.#route.hosts.find((host) => host.name.toLowerCase() === name.toLowerCase())
      ?.provider;
  }

  /** How each host is and what it has, in order. Rejects with CANCELLED only. Two or three small requests a host. */
  async hosts(options: AskOptions = {}): Promise<readonly HostStatus[]> {
    const answers = await askHosts(this.#route.hosts, options.signal);
    return Promise.all(
      answers.map(async (answer) => {
        const models = await this.#modelsOf(answer.host, answer.status, options);
        return hostStatus(answer, Array.isArray(models) ? models : undefined);
      }),
    );
  }

  async status(options: AskOptions = {}): Promise<ProviderStatus> {
    try {
      return poolStatus(await askHosts(this.#route.hosts, options.signal));
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return { state: 'timeout', url: this.#route.hosts[0]?.setting.url ?? '', cause };
    }
  }

  /**
   * Facts of the models of all hosts that can be asked; rejects when none can. The first build of a name has its plain
   * name; further ones, and those of a service, name their host: `model@host`.
   */
  async listModelFacts(options: ListOptions = {}): Promise<readonly ModelFacts[]> {
    const failed = new FailedAttempts();
    const answers = await askHosts(this.#route.hosts, options.signal);
    const lists: HostModels[] = [];
    const found = await Promise.all(
      answers.map(({ host, status }) => this.#modelsOf(host, status, options)),
    );
    for (const [index, facts] of found.entries()) {
      const host = answers[index]?.host;
      if (host === undefined) continue;
      if (isNodetoolError(facts)) failed.add(host.name, 'the list of models', facts);
      else lists.push({ host, facts });
    }
    if (lists.length === 0) throw failed.toError('the list of models');
    return mergeModels(lists);
  }

  async getModelFacts(model: string, options: AskOptions = {}): Promise<ModelFacts> {
    const { signal } = options;
    const { host: named } = parseModelAddress(model);
    // Facts of another model would be wrong ones: chains are for answers.
    const route = { ...this.#route, chains: new Map() };
    return new Turns(model, route, { signal }).take(async (place) => {
      place.release();
      const facts = await place.host.askFacts(place.model, signal);
      if (named !== undefined) {
        const id = writeModelAddress({ model: facts.id, host: place.host.name });
        return { ...facts, id, hosts: [place.host.name] };
      }
      const same = this.#route.hosts
        .filter((host) => !host.isCloud && host !== place.host)
        .map((host) => ({ host, facts: host.recallModel(place.model) }))
        .filter((other) => facts.digest !== undefined && other.facts?.digest === facts.digest);
      const merged = same.reduce(
        (sum, other) => (other.facts === undefined ? sum : mergeFacts(sum, other.facts)),
        facts,
      );
      const having = new Set([place.host, ...same.map(({ host }) => host)]);
      const hosts = this.#route.hosts.filter((host) => having.has(host)).map(({ name }) => name);
      return { ...merged, hosts };
    });
  }

  async getAvailableLanguageModels(options: AskOptions = {}): Promise<readonly LanguageModel[]> {
    return languageModels(await this.#listQuietly(options));
  }

  async getAvailableEmbeddingModels(options: AskOptions = {}): Promise<readonly EmbeddingModel[]> {
    return embeddingModels(await this.#listQuietly(options));
  }

  async hasToolSupport(model: string): Promise<boolean> {
    return (await this.#factsQuietly(model))?.tools === 'yes';
  }

  async getContextWindow(model: string): Promise<number | null> {
    return (await this.#factsQuietly(model))?.contextLength ?? null;
  }

  /** Yes when it is in memory on any host that may run it, no when on none that can be asked. */
  override async isModelLoaded(id: string, options: AskOptions = {}): Promise<TriState> {
    const { model, host: named } = parseModelAddress(id);
    if (named !== undefined)
      return (await this.host(named)?.isModelLoaded(model, options)) ?? 'unknown';
    try {
      const own = this.#route.hosts.filter((host) => !host.isCloud);
      const answers = await askHosts(own, options.signal);
      const usable = answers.filter(({ status }) => status.state === 'ready');
      const name = completeModelName(model);
      return either(
        ...(await Promise.all(
          usable.map(({ host }) => host.provider.isModelLoaded(name, options)),
        )),
      );
    } catch {
      return 'unknown';
    }
  }

  generateMessage(request: GenerateRequest): Promise<GeneratedMessage> {
    return collectMessage(this.generateMessages(request));
  }

  generateMessages(request: GenerateRequest): AsyncGenerator<ProviderStreamItem, void, void> {
    const timeoutMs = request.timeoutMs ?? this.#totalTimeoutMs;
    return new PoolStream(
      (signal) => streamAt(this.#route, { ...request, ...timeLimit(timeoutMs), signal }),
      request.signal,
    );
  }

  async embed(request: EmbeddingRequest): Promise<EmbeddingResult> {
    const model = request.model.trim();
    return embedAt(this.#route, request, async ({ name, provider }, sent) => ({
      ...(await provider.embed(sent)),
      model,
      host: name,
    }));
  }

  generateEmbedding(request: EmbeddingRequest): Promise<number[][]> {
    return embedAt(this.#route, request, ({ provider }, sent) => provider.generateEmbedding(sent));
  }

  /** The models of a host, or why they cannot be told. Rejects with CANCELLED only. */
  async #modelsOf(host: PoolHost, status: ProviderStatus, { signal, complete }: ListOptions) {
    if (status.state !== 'ready' && status.state !== 'incomplete') return statusError(status);
    try {
      return await host.askModels(signal, { isComplete: complete === true });
    } catch (error) {
      if (!isNodetoolError(error) || error.code === 'CANCELLED') throw error;
      return error;
    }
  }

  async #listQuietly(options: AskOptions): Promise<readonly ModelFacts[]> {
    try {
      return await this.listModelFacts(options);
    } catch (error) {
      if (isNodetoolError(error) && error.code !== 'CANCELLED') return [];
      throw error;
    }
  }

  async #factsQuietly(model: string): Promise<ModelFacts | undefined> {
    try {
      return await this.getModelFacts(model);
    } catch (error) {
      if (isNodetoolError(error)) return undefined;
      throw error;
    }
  }
}

function timeLimit(timeoutMs: number | undefined) {
  return timeoutMs === undefined ? {} : { timeoutMs };
}
