import { definedFields, isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { Message, MessageContent, ToolCall } from '../../providers/messages.ts';
import { toWireImage } from './image-data.ts';

/** A message as the daemon takes it. */
export type WireMessage = Readonly<Record<string, unknown>>;

/**
 * Gives the messages as the daemon takes them: text and images of one message stay together, thinking stands in its own
 * field, a result names its tool and its call (the daemon's own templates read the name, those of models the id).
 * Throws IMAGE_INVALID and REQUEST_INVALID.
 */
export function toWireMessages(messages: readonly Message[]): readonly WireMessage[] {
  const nameOfCall = new Map<string, string>();
  return messages.map((message) => {
    for (const call of message.toolCalls ?? []) nameOfCall.set(call.id, call.name);
    return toWireMessage(message, nameOfCall);
  });
}

/** Whether a message carries an image. */
export function hasImages(messages: readonly Message[]): boolean {
  return messages.some(({ content }) => partsOf(content).some((part) => part.type === 'image_url'));
}

function toWireMessage(message: Message, nameOfCall: ReadonlyMap<string, string>): WireMessage {
  const { role, content, thinking, toolCalls, toolCallId } = message;
  const parts = partsOf(content);
  const images = parts.filter((part) => part.type === 'image_url').map(toWireImage);
  const known = toolCallId === undefined ? undefined : nameOfCall.get(toolCallId);
  return definedFields({
    role,
    content: parts
      .filter((part) => part.type === 'text')
      .map((part) => part.text)
      .join('\n'),
    thinking,
    images: images.length > 0 ? images : undefined,
    tool_calls: toolCalls?.map(toWireToolCall),
    tool_name: message.toolName ?? known,
    tool_call_id: toolCallId,
  });
}

function partsOf(content: Message['content']): readonly MessageContent[] {
  if (content === undefined || content === null) return [];
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function toWireToolCall(
  { id, name, args }: ToolCall,
  index: number,
): Readonly<Record<string, unknown>> {
  // The daemon refuses arguments as text; a program without types may bring them.
  const parsed = typeof args === 'string' ? parseArguments(args) : args;
  if (!isRecord(parsed)) {
    throw new NodetoolError(
      'REQUEST_INVALID',
      `The arguments of the call of ${name} in the history are not an object.`,
    );
  }
  return { id, function: { index, name, arguments: parsed } };
}

function parseArguments(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
