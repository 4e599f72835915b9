import type { ToolCall } from '../../providers/messages.ts';
import type {
  CallUsage,
  GeneratedMessage,
  ProviderStreamItem,
} from '../../providers/provider-requests.ts';

/** Puts the pieces of an answer together. Rejects with what the stream rejects with. */
export async function collectMessage(
  items: AsyncIterable<ProviderStreamItem>,
): Promise<GeneratedMessage> {
  let content = '';
  let thinking = '';
  let usage: CallUsage = {};
  const toolCalls: ToolCall[] = [];
  for await (const item of items) {
    if (item.type !== 'chunk') {
      toolCalls.push(item);
      continue;
    }
    if (item.thinking === true) thinking += item.content;
    else content += item.content;
    usage = item.usage ?? usage;
  }
  return {
    role: 'assistant',
    content,
    ...(thinking === '' ? {} : { thinking }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    usage,
  };
}
