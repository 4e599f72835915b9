import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { hasImages, toChatBody } from '../ollama/chat-request.ts';
import { readChat } from '../ollama/chat-stream.ts';
import { askStatus, noteEngine } from '../ollama/daemon-status.ts';
import { embedTexts } from '../ollama/embed.ts';
import { askLoadedModels } from '../ollama/loaded-models.ts';
import { askModelFacts, askTags, listModelFacts, nameInstalled } from '../ollama/model-facts.ts';
import { completeModelName } from '../ollama/model-name.ts';
import { OllamaConnection } from '../ollama/ollama-connection.ts';
import type { ConnectionLimits } from '../ollama/ollama-connection.ts';
import { BaseProvider } from './base-provider.ts';
import type { AskOptions, EmbeddingModel, LanguageModel, ListOptions } from './base-provider.ts';
import type { ToolCall } from './messages.ts';
import type {
  EmbeddingRequest,
  GeneratedMessage,
  GenerateRequest,
  ProviderStreamItem,
} from './provider-requests.ts';
import type { ProviderStatus } from './provider-status.ts';
import { normalizeOllamaUrl } from './ollama-url.ts';

/** What the Ollama provider is made of; `OLLAMA_API_URL` is a full address. */
export interface OllamaSecrets {
  readonly OLLAMA_API_URL?: string | undefined;
  /** Bearer key; never sent to this machine. */
  readonly OLLAMA_API_KEY?: string | undefined;
}

/** Models of a local Ollama daemon, or of one elsewhere. Cheap to make; connections and facts are shared by address. */
export class OllamaProvider extends BaseProvider {
  readonly provider = 'ollama';
  readonly #connection: OllamaConnection;

  /** Throws SETTING_INVALID for an address that cannot be used. Uses no network. */
  constructor(secrets: OllamaSecrets, limits: ConnectionLimits = {}) {
    super();
    const url = normalizeOllamaUrl(secrets.OLLAMA_API_URL ?? '');
    this.#connection = new OllamaConnection(url, secrets.OLLAMA_API_KEY, limits);
  }

  /** The address that is asked. */
  get url(): string {
    return this.#connection.url;
  }

  status(options: AskOptions = {}): Promise<ProviderStatus> {
    return askStatus(this.#connection, options.signal);
  }

  listModelFacts(options: ListOptions = {}): Promise<readonly ModelFacts[]> {
    return listModelFacts(this.#connection, options);
  }

  getModelFacts(model: string, options: AskOptions = {}): Promise<ModelFacts> {
    return askModelFacts(this.#connection, model, options.signal);
  }

  async getAvailableLanguageModels(options: AskOptions = {}): Promise<readonly LanguageModel[]> {
    const facts = await this.#listQuietly(options);
    // What a daemon of old does not say is offered: it may well answer.
    return facts
      .filter((model) => model.completion !== 'no')
      .map(({ id, provider }) => ({ id, name: id, provider }));
  }

  async getAvailableEmbeddingModels(options: AskOptions = {}): Promise<readonly EmbeddingModel[]> {
    const facts = await this.#listQuietly(options);
    return facts
      .filter((model) => model.embedding === 'yes')
      .map(({ id, provider, dimensions }) => ({
        id,
        name: id,
        provider,
        ...(dimensions === undefined ? {} : { dimensions }),
      }));
  }

  async hasToolSupport(model: string): Promise<boolean> {
    return (await this.getModelFacts(model)).tools === 'yes';
  }

  async getContextWindow(model: string): Promise<number | null> {
    return (await this.getModelFacts(model)).contextLength ?? null;
  }

  async isModelLoaded(model: string, options: AskOptions = {}): Promise<TriState> {
    const loaded = await askLoadedModels(this.#connection, options.signal);
    if (loaded === undefined) return 'unknown';
    return loaded.has(completeModelName(model)) ? 'yes' : 'no';
  }

  async generateMessage(request: GenerateRequest): Promise<GeneratedMessage> {
    let content = '';
    let thinking = '';
    let usage = {};
    const toolCalls: ToolCall[] = [];
    for await (const item of this.generateMessages(request)) {
      if (item.type === undefined) toolCalls.push(item);
      else if (item.thinking) thinking += item.content;
      else content += item.content;
      if (item.type === 'chunk' && item.usage) usage = item.usage;
    }
    return {
      role: 'assistant',
      content,
      usage,
      ...(thinking === '' ? {} : { thinking }),
      ...(toolCalls.length === 0 ? {} : { toolCalls }),
    };
  }

  generateMessages(request: GenerateRequest): AsyncGenerator<ProviderStreamItem, void, void> {
    // One generator for the items: each further one around it would cost as much again for every token.
    return readChat(this.#lines(request), request.model, (error) =>
      this.#explain(error, request.model),
    );
  }

  async *#lines(request: GenerateRequest): AsyncGenerator<readonly unknown[], void, void> {
    const { model, signal } = request;
    if (signal?.aborted) throw new NodetoolError('CANCELLED', 'The request was cancelled.');
    const body = toChatBody(request);
    await this.#refuseWhatItCannot(request);
    yield* this.#connection.stream({ path: '/api/chat', model, body, signal });
    noteEngine(this.url, true);
  }

  async generateEmbedding(request: EmbeddingRequest): Promise<number[][]> {
    try {
      return await embedTexts(this.#connection, request);
    } catch (error) {
      throw await this.#explain(error, request.model);
    }
  }

  /** Older daemons answer without looking at an image; thinking is refused late. Both are asked for first. */
  async #refuseWhatItCannot(request: GenerateRequest): Promise<void> {
    const wantsVision = hasImages(request.messages);
    const wantsThinking = request.think !== undefined && request.think !== false;
    if (!wantsVision && !wantsThinking) return;
    const facts = await this.getModelFacts(
      request.model,
      request.signal ? { signal: request.signal } : {},
    );
    if (wantsVision && facts.vision === 'no') throw lacks(request.model, 'read images');
    if (wantsThinking && facts.thinking === 'no') throw lacks(request.model, 'think');
  }

  async #explain(error: unknown, model: string): Promise<unknown> {
    if (!isNodetoolError(error)) return error;
    if (error.code === 'OLLAMA_INCOMPLETE') noteEngine(this.url, false);
    if (error.code !== 'MODEL_NOT_FOUND' || 'installed' in error.details) return error;
    try {
      return nameInstalled(error, model, await askTags(this.#connection));
    } catch {
      // The list only makes the hint better.
      return error;
    }
  }

  async #listQuietly(options: AskOptions): Promise<readonly ModelFacts[]> {
    try {
      return await this.listModelFacts(options);
    } catch (error) {
      options.signal?.throwIfAborted();
      // The promise of these lists; `status()` says why.
      if (isNodetoolError(error)) return [];
      throw error;
    }
  }
}

function lacks(model: string, what: string): NodetoolError {
  return new NodetoolError('MODEL_LACKS_CAPABILITY', `${model} cannot ${what}.`, {
    action: { kind: 'choose-model' },
    details: { model },
  });
}
