import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import type { ProviderStatus } from './provider-status.ts';
import type { EmbeddingRequest, EmbeddingResult } from './embedding-requests.ts';
import type { GeneratedMessage, GenerateRequest, ProviderStreamItem } from './provider-requests.ts';

/** A model that answers text. */
export interface LanguageModel {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
}

/** A model that makes vectors. */
export interface EmbeddingModel extends LanguageModel {
  /** Length of the vectors; absent when it is not known. */
  readonly dimensions?: number;
}

/** What may be said with a question about models. */
export interface AskOptions {
  readonly signal?: AbortSignal;
}

/** What may be said with the question for all models. */
export interface ListOptions extends AskOptions {
  /** Ask the authority about every model, also where the list gives hints. Default false. */
  readonly complete?: boolean;
}

/**
 * What every provider of models can be asked for. An instance is cheap: connections and facts are shared per address,
 * so a new one may be made for every use.
 */
export abstract class BaseProvider {
  abstract readonly provider: string;

  /** Whether the provider can be used now, and if not why and what to do. Never rejects. One small request. */
  abstract status(options?: AskOptions): Promise<ProviderStatus>;

  /** Facts of all models, from one request where the daemon gives them. Rejects when it cannot be asked. */
  abstract listModelFacts(options?: ListOptions): Promise<readonly ModelFacts[]>;

  /** Facts of one model, from the authority. Rejects with MODEL_NOT_FOUND or when it cannot be asked. */
  abstract getModelFacts(model: string, options?: AskOptions): Promise<ModelFacts>;

  /** Models that answer text; `[]` when the daemon cannot be asked, and `status()` says why. */
  abstract getAvailableLanguageModels(options?: AskOptions): Promise<readonly LanguageModel[]>;

  /** Models that make vectors, with their true dimensions; `[]` when the daemon cannot be asked. */
  abstract getAvailableEmbeddingModels(options?: AskOptions): Promise<readonly EmbeddingModel[]>;

  /** False also when it is not known; `getModelFacts(model).tools` tells the two apart. */
  abstract hasToolSupport(model: string): Promise<boolean>;

  /** Longest context of the model in tokens, or null when it is not known. */
  abstract getContextWindow(model: string): Promise<number | null>;

  /** Whether the model is in memory now; `unknown` when the provider cannot say. Never rejects. */
  abstract isModelLoaded(model: string, options?: AskOptions): Promise<TriState>;

  /** The whole answer. Rejects with a typed error that carries the text so far in `details.partialText`. */
  abstract generateMessage(request: GenerateRequest): Promise<GeneratedMessage>;

  /** The answer piece by piece. Leaving the loop closes the socket. Errors as in `generateMessage`. */
  abstract generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void>;

  /** One vector for each text, in order, and how they came to be: what was cut, which way they came, what it cost. */
  abstract embed(request: EmbeddingRequest): Promise<EmbeddingResult>;

  /** One vector for each text, in order, as plain numbers. Does not tell which texts were cut, see `embed`. */
  abstract generateEmbedding(request: EmbeddingRequest): Promise<number[][]>;
}
