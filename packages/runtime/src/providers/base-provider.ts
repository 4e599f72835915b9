import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import type { ProviderStatus } from './provider-status.ts';
import type { EmbeddingRequest, EmbeddingResult } from './embedding-requests.ts';
import type { GeneratedMessage, GenerateRequest, ProviderStreamItem } from './provider-requests.ts';

/** A model that answers text. */
export interface LanguageModel {
  /** What requests name it by, with its tag. */
  readonly id: string;
  /** What a person is shown. */
  readonly name: string;
  /** Id of the provider that has it. */
  readonly provider: string;
}

/** A model that makes vectors. */
export interface EmbeddingModel extends LanguageModel {
  /** Length of the vectors; absent when it is not known. */
  readonly dimensions?: number;
}

/** What may be said with a question about models. */
export interface AskOptions {
  /** Ends the question and closes its socket. */
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
  /** Id that it is registered by. */
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

  /**
   * The whole answer. Rejects with a typed error that carries the text so far in `details.partialText`. Before anything
   * is sent: MODEL_NOT_CHOSEN, REQUEST_INVALID, IMAGE_INVALID. For the model: MODEL_NOT_FOUND, MODEL_LACKS_CAPABILITY,
   * MODEL_OUT_OF_MEMORY, MODEL_CRASHED, CONTEXT_OVERFLOW, TOOL_CALL_INVALID. By the signal: CANCELLED. For the daemon
   * and the way to it: OLLAMA_UNREACHABLE, OLLAMA_TIMEOUT, OLLAMA_CONNECTION_LOST, OLLAMA_STREAM_TRUNCATED,
   * OLLAMA_BAD_STREAM, OLLAMA_NOT_OLLAMA, OLLAMA_REDIRECT_REFUSED, OLLAMA_UNAUTHORIZED, OLLAMA_FORBIDDEN,
   * OLLAMA_RATE_LIMITED, OLLAMA_BUSY, OLLAMA_INCOMPLETE, OLLAMA_REQUEST_FAILED.
   */
  abstract generateMessage(request: GenerateRequest): Promise<GeneratedMessage>;

  /** The answer piece by piece. Leaving the loop closes the socket. Errors as in `generateMessage`. */
  abstract generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void>;

  /**
   * One vector for each text, in order, and how they came to be: what was cut, which way they came, what it cost.
   * Rejects with MODEL_NOT_CHOSEN or REQUEST_INVALID before anything is sent, CONTEXT_OVERFLOW for a text that is too
   * long (`details.index` names it), EMBEDDING_INVALID for vectors that do not fit the texts, MODEL_NOT_FOUND,
   * MODEL_LACKS_CAPABILITY, MODEL_OUT_OF_MEMORY, MODEL_CRASHED, CANCELLED, and the errors of the daemon as in
   * `generateMessage`.
   */
  abstract embed(request: EmbeddingRequest): Promise<EmbeddingResult>;

  /**
   * One vector for each text, in order, as plain numbers. Does not tell which texts were cut, see `embed`. Errors as
   * there.
   */
  abstract generateEmbedding(request: EmbeddingRequest): Promise<number[][]>;
}
