import type { ModelFacts } from '@nodetool-ai/graph';
import { OllamaProvider } from '@nodetool-ai/runtime';
import type {
  AskOptions,
  EmbeddingRequest,
  EmbeddingResult,
  GenerateRequest,
  ListOptions,
  ProviderStreamItem,
} from '@nodetool-ai/runtime';
import { TranslatedStream } from './translated-stream.ts';

/** A provider that says some errors in other words, because more is known of who answers than its address. */
export abstract class TranslatingProvider extends OllamaProvider {
  /** Gives the error that is thrown in place of another one, or the same. */
  protected abstract translate(error: unknown): Promise<unknown>;

  override listModelFacts(options: ListOptions = {}): Promise<readonly ModelFacts[]> {
    return this.#translated(super.listModelFacts(options));
  }

  override getModelFacts(model: string, options: AskOptions = {}): Promise<ModelFacts> {
    return this.#translated(super.getModelFacts(model, options));
  }

  override generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void> {
    return new TranslatedStream(super.generateMessages(request), (error) => this.translate(error));
  }

  override embed(request: EmbeddingRequest): Promise<EmbeddingResult> {
    return this.#translated(super.embed(request));
  }

  override generateEmbedding(request: EmbeddingRequest): Promise<number[][]> {
    return this.#translated(super.generateEmbedding(request));
  }

  async #translated<Value>(promise: Promise<Value>): Promise<Value> {
    try {
      return await promise;
    } catch (error) {
      throw await this.translate(error);
    }
  }
}
