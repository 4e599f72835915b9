import { NodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { BaseProvider } from '@nodetool-ai/runtime';
import type {
  EmbeddingRequest,
  EmbeddingResult,
  GeneratedMessage,
  GenerateRequest,
  ProviderStatus,
  ProviderStreamItem,
} from '@nodetool-ai/runtime';

/** Facts of a model of which only these are known. */
export function modelFacts(facts: Partial<ModelFacts> & Pick<ModelFacts, 'id'>): ModelFacts {
  return {
    provider: 'scripted',
    tools: 'unknown',
    thinking: 'unknown',
    vision: 'unknown',
    embedding: 'unknown',
    completion: 'unknown',
    loaded: 'unknown',
    fitsInMemory: 'unknown',
    ...facts,
  };
}

/** What a scripted provider knows and answers. */
export interface ProviderScript {
  readonly models?: readonly ModelFacts[];
  /** Items of the answer; an error among them is thrown at its place. */
  readonly answer?: readonly (ProviderStreamItem | Error)[];
  readonly vectors?: number[][];
  readonly isLoaded?: TriState;
  readonly version?: string;
  /** Thrown by every question about models. */
  readonly unreachable?: Error;
}

/** A provider of no network that plays a script and keeps what it was asked. */
export class ScriptedProvider extends BaseProvider {
  readonly provider = 'scripted';
  readonly requests: GenerateRequest[] = [];
  readonly embeddingRequests: EmbeddingRequest[] = [];
  readonly #script: ProviderScript;

  constructor(script: ProviderScript = {}) {
    super();
    this.#script = script;
  }

  isModelLoaded(): Promise<TriState> {
    return Promise.resolve(this.#script.isLoaded ?? 'unknown');
  }

  listModelFacts(): Promise<readonly ModelFacts[]> {
    const { unreachable, models } = this.#script;
    return unreachable ? Promise.reject(unreachable) : Promise.resolve(models ?? []);
  }

  async getModelFacts(model: string): Promise<ModelFacts> {
    const found = (await this.listModelFacts()).find((facts) => facts.id === model);
    if (found === undefined)
      throw new NodetoolError('MODEL_NOT_FOUND', `${model} is not installed.`);
    return found;
  }

  async *generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void> {
    this.requests.push(request);
    for (const item of this.#script.answer ?? []) {
      if (item instanceof Error) throw item;
      yield item;
    }
  }

  async embed(request: EmbeddingRequest): Promise<EmbeddingResult> {
    const vectors = (await this.generateEmbedding(request)).map((row) => Float32Array.from(row));
    return {
      vectors,
      dimensions: vectors[0]?.length,
      model: request.model,
      route: 'embed',
      requests: 1,
      cut: [],
      emptyTexts: [],
      usage: {},
    };
  }

  generateEmbedding(request: EmbeddingRequest): Promise<number[][]> {
    this.embeddingRequests.push(request);
    return Promise.resolve(this.#script.vectors ?? []);
  }

  status(): Promise<ProviderStatus> {
    const { version = '0.34.2' } = this.#script;
    return Promise.resolve({ state: 'ready', url: 'script:', version });
  }

  getAvailableLanguageModels() {
    return Promise.resolve([]);
  }

  getAvailableEmbeddingModels() {
    return Promise.resolve([]);
  }

  hasToolSupport() {
    return Promise.resolve(false);
  }

  getContextWindow() {
    return Promise.resolve(null);
  }

  generateMessage(): Promise<GeneratedMessage> {
    return Promise.reject(new Error('No node asks for whole messages.'));
  }
}
