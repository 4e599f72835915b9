import type { ProviderV4 } from '@ai-sdk/provider';
import { NodetoolError } from '@nodetool-ai/graph';
import type { BaseProvider } from '../providers/base-provider.ts';
import { OllamaProvider } from '../providers/ollama-provider.ts';
import { normalizeOllamaUrl, resolveOllamaUrl } from '../providers/ollama-url.ts';
import { OllamaEmbeddingModel } from './embedding-model.ts';
import { OllamaLanguageModel } from './language-model.ts';

/** How the models are reached. */
export interface OllamaSettings {
  /**
   * Address of the daemon, in every form that OLLAMA_HOST takes. Default: OLLAMA_API_URL, OLLAMA_BASE_URL or
   * OLLAMA_HOST of the environment, else http://127.0.0.1:11434.
   */
  readonly baseURL?: string;
  /** Bearer key for a daemon elsewhere; never sent to this machine. Default: OLLAMA_API_KEY of the environment. */
  readonly apiKey?: string;
  /**
   * Asked instead of a daemon: any provider of ours, such as one that replays a cassette. Absent: the daemon of
   * `baseURL`.
   */
  readonly provider?: BaseProvider;
}

/** Ollama as a provider of the AI SDK; calling it gives a language model. */
export interface OllamaSdkProvider extends ProviderV4 {
  /** A model that answers, as `languageModel` gives it. */
  (modelId: string): OllamaLanguageModel;
  /** A model that answers. */
  languageModel(modelId: string): OllamaLanguageModel;
  /** A model that makes vectors. */
  embeddingModel(modelId: string): OllamaEmbeddingModel;
  /** The same, by its older name. */
  textEmbeddingModel(modelId: string): OllamaEmbeddingModel;
  /** Throws MODEL_LACKS_CAPABILITY: Ollama makes no images. */
  imageModel(modelId: string): never;
}

/** Gives Ollama's models for the AI SDK. Throws SETTING_INVALID for an address that cannot be used. Uses no network. */
export function createOllama({
  baseURL,
  apiKey,
  provider,
}: OllamaSettings = {}): OllamaSdkProvider {
  const url = baseURL === undefined ? undefined : normalizeOllamaUrl(baseURL, 'baseURL');
  const theProvider = async (): Promise<BaseProvider> => {
    if (provider !== undefined) return provider;
    return new OllamaProvider({
      OLLAMA_API_URL: url ?? (await resolveOllamaUrl(process.env)).url,
      OLLAMA_API_KEY: apiKey ?? process.env['OLLAMA_API_KEY'],
    });
  };
  const languageModel = (modelId: string) => new OllamaLanguageModel(modelId, theProvider);
  const embeddingModel = (modelId: string) => new OllamaEmbeddingModel(modelId, theProvider);
  return Object.assign((modelId: string) => languageModel(modelId), {
    specificationVersion: 'v4' as const,
    languageModel,
    embeddingModel,
    textEmbeddingModel: embeddingModel,
    imageModel: (modelId: string): never => {
      throw new NodetoolError('MODEL_LACKS_CAPABILITY', `${modelId}: Ollama makes no images.`);
    },
  });
}
