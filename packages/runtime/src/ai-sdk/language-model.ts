import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import type { BaseProvider } from '../providers/base-provider.ts';
import { toPartStream } from './answer-stream.ts';
import { toChatRequest } from './chat-request.ts';
import { collectContent } from './collect-content.ts';
import { toSdkError } from './sdk-error.ts';

/** A chat model for the AI SDK. Every call is one of `generateMessages` of the provider. */
export class OllamaLanguageModel implements LanguageModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider = 'ollama';
  readonly modelId: string;
  /** All addresses come here instead of being fetched by the SDK, and are refused: nothing fetches an image. */
  readonly supportedUrls = { '*/*': [/^/] };
  readonly #provider: () => Promise<BaseProvider>;

  /** `provider` is asked for at each call; `createOllama` gives it. */
  constructor(modelId: string, provider: () => Promise<BaseProvider>) {
    this.modelId = modelId;
    this.#provider = provider;
  }

  /** The whole answer. Rejects with an error of ours; the SDK tries again only when the daemon was busy. */
  async doGenerate(call: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const provider = await this.#provider();
    const { request, warnings } = await toChatRequest(provider, this.modelId, call);
    try {
      const { modelId, ...answer } = await collectContent(provider.generateMessages(request));
      return { ...answer, warnings, ...(modelId === undefined ? {} : { response: { modelId } }) };
    } catch (error) {
      throw toSdkError(error, call.abortSignal);
    }
  }

  /** The answer piece by piece. Rejects as doGenerate until the answer has begun. */
  async doStream(call: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const provider = await this.#provider();
    const { request, warnings } = await toChatRequest(provider, this.modelId, call);
    const items = provider.generateMessages(request);
    return { stream: await toPartStream(items, warnings, call.abortSignal) };
  }
}
