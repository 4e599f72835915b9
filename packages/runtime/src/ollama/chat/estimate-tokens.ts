import type { GenerateRequest } from '../../providers/provider-requests.ts';
import type { MessageContent } from '../../providers/messages.ts';

/**
 * Bytes of UTF-8 for each token, taken low so that the estimate is rather too high: English has about 4, German and
 * code about 3, Chinese and Japanese about 3 (one character a token).
 */
const BYTES_PER_TOKEN = 3;
/** What a template writes around a message: role, marks of beginning and end. */
const TOKENS_PER_MESSAGE = 8;
/** What the daemon itself counts for an image. */
const TOKENS_PER_IMAGE = 768;

/** About how many tokens the prompt of a request has; rather too many than too few. Asks nobody. */
export function estimatePromptTokens({
  messages,
  tools = [],
  format,
}: Pick<GenerateRequest, 'messages' | 'tools' | 'format'>): number {
  let bytes = 0;
  let images = 0;
  const addPart = (part: MessageContent): void => {
    if (part.type === 'text') bytes += Buffer.byteLength(part.text);
    else images += 1;
  };
  for (const { content, thinking, toolCalls } of messages) {
    if (typeof content === 'string') bytes += Buffer.byteLength(content);
    else for (const part of content ?? []) addPart(part);
    if (thinking !== undefined) bytes += Buffer.byteLength(thinking);
    if (toolCalls !== undefined) bytes += jsonBytes(toolCalls);
  }
  if (tools.length > 0) bytes += jsonBytes(tools);
  if (typeof format === 'object') bytes += jsonBytes(format);
  return (
    Math.ceil(bytes / BYTES_PER_TOKEN) +
    TOKENS_PER_MESSAGE * messages.length +
    TOKENS_PER_IMAGE * images
  );
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
