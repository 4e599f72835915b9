import { definedFields } from '@nodetool-ai/graph';
import type { Message, MessageContent } from '../providers/messages.ts';
import type { GenerateRequest } from '../providers/provider-requests.ts';
import { toWireImage } from './image-data.ts';
import { toWireKeepAlive } from './keep-alive.ts';

/** Gives the body of `/api/chat`. What is not set is not sent; 0, false and "" are. Throws REQUEST_INVALID, IMAGE_INVALID. */
export function toChatBody(request: GenerateRequest): Readonly<Record<string, unknown>> {
  return definedFields({
    model: request.model,
    messages: request.messages.map(toWireMessage),
    stream: true,
    tools: request.tools?.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: definedFields({
        name,
        description,
        parameters: withoutSchemaKey(inputSchema ?? { type: 'object', properties: {} }),
      }),
    })),
    format: typeof request.format === 'object' ? withoutSchemaKey(request.format) : request.format,
    think: request.think,
    keep_alive: toWireKeepAlive(request.keepAlive),
    // Otherwise the daemon drops the oldest messages without a word.
    ...(request.strictContext ? { truncate: false, shift: false } : {}),
    options: toWireOptions(request),
  });
}

/** Sampling works only inside of `options`; at the top level the daemon ignores it. */
function toWireOptions(request: GenerateRequest): Readonly<Record<string, unknown>> | undefined {
  const options = definedFields({
    ...request.options,
    num_ctx: request.contextLength,
    num_predict: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    min_p: request.minP,
    seed: request.seed,
    stop: request.stop,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    repeat_penalty: request.repeatPenalty,
  });
  return Object.keys(options).length > 0 ? options : undefined;
}

function toWireMessage(message: Message): Readonly<Record<string, unknown>> {
  const parts = partsOf(message.content);
  const images = parts.filter((part) => part.type === 'image_url').map(toWireImage);
  return definedFields({
    role: message.role,
    content: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    thinking: message.thinking,
    images: images.length > 0 ? images : undefined,
    tool_calls: message.toolCalls?.map((call) => ({
      id: call.id,
      function: { name: call.name, arguments: call.args },
    })),
    // Templates of the daemon read the name, those of its engine the id.
    tool_name: message.toolName,
    tool_call_id: message.toolCallId,
  });
}

function partsOf(content: Message['content']): readonly MessageContent[] {
  if (content === undefined || content === null) return [];
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** Whether a message carries an image. */
export function hasImages(messages: readonly Message[]): boolean {
  return messages.some((message) =>
    partsOf(message.content).some((part) => part.type === 'image_url'),
  );
}

function withoutSchemaKey(
  schema: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { $schema: _, ...rest } = schema;
  return rest;
}
