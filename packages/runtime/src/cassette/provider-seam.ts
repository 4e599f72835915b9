import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { BaseProvider } from '../providers/base-provider.ts';
import type {
  AskOptions,
  EmbeddingModel,
  LanguageModel,
  ListOptions,
} from '../providers/base-provider.ts';
import type { EmbeddingRequest, EmbeddingResult } from '../providers/embedding-requests.ts';
import type {
  GeneratedMessage,
  GenerateRequest,
  ProviderStreamItem,
} from '../providers/provider-requests.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';
import * as guards from './result-guards.ts';

/** The request of any method; a model beside it where the method takes its name. */
export interface CallRequest {
  readonly signal?: AbortSignal;
  readonly model?: string;
}

/** A call of a method that gives one result. */
export interface ProviderCall<T> {
  readonly method: string;
  readonly request: CallRequest;
  /** Tells whether a value of a tape is a result of that method. */
  readonly isResult: (value: unknown) => value is T;
  /** Makes the call. */
  readonly send: (provider: BaseProvider) => Promise<T>;
  /** Told of a result that comes from a tape, for what the provider would have told meanwhile. */
  readonly replayed?: (result: T) => void;
}

/** A provider of which every call goes through one place. */
export abstract class ProviderSeam extends BaseProvider {
  /** Answers every method but the stream. */
  protected abstract answer<T>(call: ProviderCall<T>): Promise<T>;

  status(options: AskOptions = {}): Promise<ProviderStatus> {
    return this.answer({
      method: 'status',
      request: options,
      isResult: guards.isProviderStatus,
      send: (provider) => provider.status(options),
    });
  }

  listModelFacts(options: ListOptions = {}): Promise<readonly ModelFacts[]> {
    return this.answer({
      method: 'listModelFacts',
      request: options,
      isResult: guards.isListOf(guards.isModelFacts),
      send: (provider) => provider.listModelFacts(options),
    });
  }

  getModelFacts(model: string, options: AskOptions = {}): Promise<ModelFacts> {
    return this.answer({
      method: 'getModelFacts',
      request: { ...options, model },
      isResult: guards.isModelFacts,
      send: (provider) => provider.getModelFacts(model, options),
    });
  }

  getAvailableLanguageModels(options: AskOptions = {}): Promise<readonly LanguageModel[]> {
    return this.answer({
      method: 'getAvailableLanguageModels',
      request: options,
      isResult: guards.isListOf(guards.isListedModel),
      send: (provider) => provider.getAvailableLanguageModels(options),
    });
  }

  getAvailableEmbeddingModels(options: AskOptions = {}): Promise<readonly EmbeddingModel[]> {
    return this.answer({
      method: 'getAvailableEmbeddingModels',
      request: options,
      isResult: guards.isListOf(guards.isListedModel),
      send: (provider) => provider.getAvailableEmbeddingModels(options),
    });
  }

  hasToolSupport(model: string): Promise<boolean> {
    return this.answer({
      method: 'hasToolSupport',
      request: { model },
      isResult: (value) => typeof value === 'boolean',
      send: (provider) => provider.hasToolSupport(model),
    });
  }

  getContextWindow(model: string): Promise<number | null> {
    return this.answer({
      method: 'getContextWindow',
      request: { model },
      isResult: (value) => value === null || typeof value === 'number',
      send: (provider) => provider.getContextWindow(model),
    });
  }

  isModelLoaded(model: string, options: AskOptions = {}): Promise<TriState> {
    return this.answer({
      method: 'isModelLoaded',
      request: { ...options, model },
      isResult: guards.isTriState,
      send: (provider) => provider.isModelLoaded(model, options),
    });
  }

  generateMessage(request: GenerateRequest): Promise<GeneratedMessage> {
    return this.answer({
      method: 'generateMessage',
      request,
      isResult: guards.isGeneratedMessage,
      send: (provider) => provider.generateMessage(request),
    });
  }

  abstract override generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void>;

  embed(request: EmbeddingRequest): Promise<EmbeddingResult> {
    return this.answer({
      method: 'embed',
      request,
      isResult: guards.isEmbeddingResult,
      send: (provider) => provider.embed(request),
      replayed: ({ vectors: { length } }) => request.onProgress?.({ done: length, total: length }),
    });
  }

  generateEmbedding(request: EmbeddingRequest): Promise<number[][]> {
    return this.answer({
      method: 'generateEmbedding',
      request,
      isResult: guards.isRowList,
      send: (provider) => provider.generateEmbedding(request),
    });
  }
}
