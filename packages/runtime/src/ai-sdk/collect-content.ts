import type { LanguageModelV4Content } from '@ai-sdk/provider';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import { nothingSeen, toAnswerEnd } from './answer-end.ts';
import type { AnswerEnd } from './answer-end.ts';

/** A whole answer, in the order in which it came. */
export interface CollectedContent extends AnswerEnd {
  readonly content: LanguageModelV4Content[];
  readonly modelId: string | undefined;
}

/** Puts the pieces of an answer together. Rejects with what the stream rejects with. */
export async function collectContent(
  items: AsyncIterable<ProviderStreamItem>,
): Promise<CollectedContent> {
  const seen = nothingSeen();
  const content: LanguageModelV4Content[] = [];
  for await (const item of items) {
    if (item.type !== 'chunk') {
      seen.hasToolCalls = true;
      const { id: toolCallId, name: toolName, args } = item;
      content.push({ type: 'tool-call', toolCallId, toolName, input: JSON.stringify(args) });
      continue;
    }
    if (item.usage !== undefined) seen.usage = item.usage;
    seen.logprobs.push(...(item.logprobs ?? []));
    if (item.content === '') continue;
    const type = item.thinking === true ? 'reasoning' : 'text';
    if (type === 'reasoning') seen.hasThinking = true;
    const last = content.at(-1);
    if (last?.type === type) last.text += item.content;
    else content.push({ type, text: item.content });
  }
  return { content, modelId: seen.usage.model, ...toAnswerEnd(seen) };
}
