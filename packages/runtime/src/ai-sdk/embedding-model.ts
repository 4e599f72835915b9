import type {
  EmbeddingModelV4,
  EmbeddingModelV4CallOptions,
  EmbeddingModelV4Result,
} from '@ai-sdk/provider';
import { definedFields } from '@nodetool-ai/graph';
import type { BaseProvider } from '../providers/base-provider.ts';
import type { EmbeddingRequest } from '../providers/embedding-requests.ts';
import { embeddingOptionsSchema, readProviderOptions } from './chat-options.ts';
import { headerWarnings } from './header-warnings.ts';
import { toSdkError } from './sdk-error.ts';

/** An embedding model for the AI SDK. Every call is one of `embed` of the provider, which makes the batches itself. */
export class OllamaEmbeddingModel implements EmbeddingModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider = 'ollama';
  readonly modelId: string;
  readonly maxEmbeddingsPerCall = Number.POSITIVE_INFINITY;
  readonly supportsParallelCalls = true;
  readonly #provider: () => Promise<BaseProvider>;

  /** `provider` is asked for at each call; `createOllama` gives it. */
  constructor(modelId: string, provider: () => Promise<BaseProvider>) {
    this.modelId = modelId;
    this.#provider = provider;
  }

  /** One vector for each text, in order. Rejects with an error of ours; the SDK tries again only when the daemon was busy. */
  async doEmbed(call: EmbeddingModelV4CallOptions): Promise<EmbeddingModelV4Result> {
    const provider = await this.#provider();
    const own = readProviderOptions(call.providerOptions?.['ollama'], embeddingOptionsSchema);
    const request: EmbeddingRequest = definedFields({
      model: this.modelId,
      text: call.values,
      dimensions: call.dimensions,
      ...own.options,
      signal: call.abortSignal,
    });
    try {
      const { vectors, usage, route, requests, cut, emptyTexts } = await provider.embed(request);
      const { promptTokens, ...times } = usage;
      return {
        embeddings: vectors.map((vector) => Array.from(vector)),
        ...(promptTokens === undefined ? {} : { usage: { tokens: promptTokens } }),
        providerMetadata: {
          ollama: { ...times, route, requests, cut: cut.map((text) => ({ ...text })), emptyTexts },
        },
        warnings: [...own.warnings, ...headerWarnings(call)],
      };
    } catch (error) {
      throw toSdkError(error, call.abortSignal);
    }
  }
}
