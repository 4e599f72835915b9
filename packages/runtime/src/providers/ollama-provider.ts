import { isNodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { embeddingModels, languageModels } from '../ollama/facts/available-models.ts';
import { streamChat } from '../ollama/chat/chat.ts';
import { collectMessage } from '../ollama/chat/collect-message.ts';
import { askStatus } from '../ollama/facts/daemon-status.ts';
import { generateEmbeddingResult, generateVectors } from '../ollama/embedding/generate-vectors.ts';
import { DEFAULT_KEEP_ALIVE } from '../ollama/connection/keep-alive.ts';
import { isLoaded } from '../ollama/facts/load-state.ts';
import { OllamaModels } from '../ollama/manage/ollama-models.ts';
import { askModelFacts, listModelFacts } from '../ollama/facts/model-facts.ts';
import { OllamaConnection } from '../ollama/connection/ollama-connection.ts';
import type { ConnectionLimits } from '../ollama/connection/ollama-connection.ts';
import { parseModelOverrides } from '../overrides/parse-model-overrides.ts';
import { BaseProvider } from './base-provider.ts';
import type { AskOptions, EmbeddingModel, LanguageModel, ListOptions } from './base-provider.ts';
import { normalizeOllamaUrl } from './ollama-url.ts';
import type { EmbeddingRequest, EmbeddingResult } from './embedding-requests.ts';
import type {
  GeneratedMessage,
  GenerateRequest,
  KeepAlive,
  ProviderStreamItem,
} from './provider-requests.ts';
import type { ProviderStatus } from './provider-status.ts';

/** What the Ollama provider is made of. */
export interface OllamaSecrets {
  /** Address of the daemon. Default `http://127.0.0.1:11434`. */
  readonly OLLAMA_API_URL?: string | undefined;
  /** Bearer key for a daemon elsewhere; never sent to this machine. Absent: none is sent. */
  readonly OLLAMA_API_KEY?: string | undefined;
  /** What the person says of models against what the daemon says, as JSON. Absent: nothing. */
  readonly OLLAMA_MODEL_OVERRIDES?: string | undefined;
}

/** How the provider waits, and what it sends where a request does not say. */
export interface OllamaProviderOptions extends ConnectionLimits {
  /** How long a model stays loaded after a request. Default `10m`. */
  readonly keepAlive?: KeepAlive;
}

/**
 * Models of an Ollama daemon, local or elsewhere. An instance is cheap: sockets and what is known of models are shared
 * by address. Uses the network of the daemon's address and no other; redirects are refused.
 */
export class OllamaProvider extends BaseProvider {
  /** Id that it is registered by. */
  readonly provider = 'ollama';
  readonly #connection: OllamaConnection;
  readonly #keepAlive: KeepAlive;

  /** Throws SETTING_INVALID for an address or for overrides that cannot be used. Uses no network. */
  constructor(secrets: OllamaSecrets, options: OllamaProviderOptions = {}) {
    super();
    const { keepAlive = DEFAULT_KEEP_ALIVE, ...limits } = options;
    const url = normalizeOllamaUrl(secrets.OLLAMA_API_URL ?? '');
    const overrides = parseModelOverrides(secrets.OLLAMA_MODEL_OVERRIDES ?? '');
    this.#connection = new OllamaConnection(url, secrets.OLLAMA_API_KEY, limits, overrides);
    this.#keepAlive = keepAlive;
  }

  /** The address that is asked. */
  get url(): string {
    return this.#connection.url;
  }

  /** The models of the daemon, to be pulled, made, copied, removed, loaded and unloaded. */
  get models(): OllamaModels {
    return new OllamaModels(this.#connection, this.#keepAlive);
  }

  status(options: AskOptions = {}): Promise<ProviderStatus> {
    return askStatus(this.#connection, options.signal);
  }

  listModelFacts(options: ListOptions = {}): Promise<readonly ModelFacts[]> {
    const { signal, complete = false } = options;
    return listModelFacts(this.#connection, { signal, isComplete: complete, withLoaded: true });
  }

  getModelFacts(model: string, options: AskOptions = {}): Promise<ModelFacts> {
    return askModelFacts(this.#connection, model, options.signal);
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

  override isModelLoaded(model: string, options: AskOptions = {}): Promise<TriState> {
    return isLoaded(this.#connection, model, options);
  }

  generateMessage(request: GenerateRequest): Promise<GeneratedMessage> {
    return collectMessage(this.generateMessages(request));
  }

  generateMessages(request: GenerateRequest): AsyncGenerator<ProviderStreamItem, void, void> {
    return streamChat(this.#connection, request, this.#keepAlive);
  }

  embed(request: EmbeddingRequest): Promise<EmbeddingResult> {
    return generateEmbeddingResult(this.#connection, request, this.#keepAlive);
  }

  generateEmbedding(request: EmbeddingRequest): Promise<number[][]> {
    return generateVectors(this.#connection, request, this.#keepAlive);
  }

  /** The promise of the lists: `[]` when the daemon cannot be asked, and `status()` says why. */
  async #listQuietly({ signal }: AskOptions): Promise<readonly ModelFacts[]> {
    try {
      return await listModelFacts(this.#connection, { signal });
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
