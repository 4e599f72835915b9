import type {
  JSONObject,
  LanguageModelV4FinishReason,
  LanguageModelV4Usage,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';
import type { CallUsage, TokenLogprob } from '../providers/provider-requests.ts';

/** What was seen of an answer until its end. */
export interface SeenAnswer {
  hasThinking: boolean;
  hasToolCalls: boolean;
  usage: CallUsage;
  readonly logprobs: TokenLogprob[];
}

/** Nothing seen yet. */
export function nothingSeen(): SeenAnswer {
  return { hasThinking: false, hasToolCalls: false, usage: {}, logprobs: [] };
}

/** How the SDK is told of the end of an answer. */
export interface AnswerEnd {
  readonly finishReason: LanguageModelV4FinishReason;
  readonly usage: LanguageModelV4Usage;
  readonly providerMetadata: SharedV4ProviderMetadata;
}

/** Gives reason, usage and `providerMetadata.ollama`: all figures of CallUsage under their names, and the logprobs. */
export function toAnswerEnd({ usage, hasThinking, hasToolCalls, logprobs }: SeenAnswer): AnswerEnd {
  const { promptTokens, outputTokens, doneReason } = usage;
  // Ollama counts thinking, text and calls together: only an answer of text alone can be told apart.
  const isOnlyText = !hasThinking && !hasToolCalls && outputTokens !== undefined;
  const figures = toJsonObject(usage);
  return {
    finishReason: { unified: unifiedReason(doneReason, hasToolCalls), raw: doneReason },
    usage: {
      inputTokens: {
        total: promptTokens,
        noCache: undefined,
        cacheRead: undefined,
        cacheWrite: undefined,
      },
      outputTokens: {
        total: outputTokens,
        text: isOnlyText ? outputTokens : undefined,
        reasoning: isOnlyText ? 0 : undefined,
      },
      raw: figures,
    },
    providerMetadata: {
      ollama: logprobs.length === 0 ? figures : { ...figures, ...toJsonObject({ logprobs }) },
    },
  };
}

function unifiedReason(
  reason: CallUsage['doneReason'],
  hasToolCalls: boolean,
): LanguageModelV4FinishReason['unified'] {
  if (reason === 'length') return 'length';
  if (hasToolCalls) return 'tool-calls';
  return reason === 'stop' ? 'stop' : 'other';
}

function toJsonObject(value: object): JSONObject {
  const plain: JSONObject = JSON.parse(JSON.stringify(value));
  return plain;
}
