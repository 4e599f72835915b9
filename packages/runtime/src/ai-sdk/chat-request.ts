import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import { definedFields } from '@nodetool-ai/graph';
import type { BaseProvider } from '../providers/base-provider.ts';
import type { GenerateRequest } from '../providers/provider-requests.ts';
import { toCallTools } from './call-tools.ts';
import { chatOptionsSchema, readProviderOptions } from './chat-options.ts';
import { headerWarnings } from './header-warnings.ts';
import { toMessages } from './prompt-messages.ts';
import { thinkingFor } from './think-setting.ts';

/** A call of the SDK as our providers take it, and what of it Ollama lacks. */
export interface ChatRequest {
  readonly request: GenerateRequest;
  readonly warnings: SharedV4Warning[];
}

/** Translates a call. Rejects with IMAGE_INVALID and REQUEST_INVALID. */
export async function toChatRequest(
  provider: BaseProvider,
  model: string,
  call: LanguageModelV4CallOptions,
): Promise<ChatRequest> {
  const { messages, warnings: ofPrompt } = toMessages(call.prompt);
  const { warnings: ofTools, ...tools } = toCallTools(call);
  const own = readProviderOptions(call.providerOptions?.['ollama'], chatOptionsSchema);
  const { warnings: ofThinking, ...thinking } =
    own.options.think === undefined ? await thinkingFor(provider, model, call) : { warnings: [] };
  const request: GenerateRequest = definedFields({
    model,
    messages,
    ...tools,
    maxTokens: call.maxOutputTokens,
    temperature: call.temperature,
    topP: call.topP,
    topK: call.topK,
    seed: call.seed,
    stop: call.stopSequences,
    presencePenalty: call.presencePenalty,
    frequencyPenalty: call.frequencyPenalty,
    format: toFormat(call.responseFormat),
    ...thinking,
    ...own.options,
    signal: call.abortSignal,
  });
  const warnings = [
    ...ofPrompt,
    ...ofTools,
    ...own.warnings,
    ...ofThinking,
    ...headerWarnings(call),
  ];
  if (call.includeRawChunks === true)
    warnings.push({ type: 'unsupported', feature: 'includeRawChunks' });
  return { request, warnings };
}

function toFormat(format: LanguageModelV4CallOptions['responseFormat']): GenerateRequest['format'] {
  if (format?.type !== 'json') return undefined;
  return format.schema === undefined ? 'json' : { ...format.schema };
}
