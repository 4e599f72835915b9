import type { Message, MessageContent, ProviderTool } from '../providers/messages.ts';
import type { ToolChoice } from '../providers/provider-requests.ts';
import { emulationInstructions } from './emulation-instructions.ts';
import { renderEnvelope } from './render-envelope.ts';

/**
 * Gives the conversation as a model without tools can follow it. The instructions stand at the end of the first system
 * message, or in one of their own at the beginning; calls are what the model would have written itself; a result is a
 * message of the user that names the tool and the call. Texts, images and thinking stay. Throws REQUEST_INVALID for a
 * choice that the tools do not allow.
 */
export function toEmulatedMessages(
  messages: readonly Message[],
  tools: readonly ProviderTool[],
  choice: ToolChoice,
): readonly Message[] {
  const nameOfCall = new Map<string, string>();
  const plain = messages.map((message) => {
    for (const { id, name } of message.toolCalls ?? []) nameOfCall.set(id, name);
    return withoutTools(message, nameOfCall);
  });
  const instructions = emulationInstructions(tools, choice);
  if (instructions === '') return plain;
  const at = plain.findIndex(({ role }) => role === 'system');
  const system = plain[at];
  if (system === undefined) return [{ role: 'system', content: instructions }, ...plain];
  return plain.with(at, withText(system, instructions));
}

function withoutTools(message: Message, nameOfCall: ReadonlyMap<string, string>): Message {
  const { toolCalls, toolCallId, toolName, ...rest } = message;
  if (message.role === 'tool') {
    const name = toolName ?? (toolCallId === undefined ? undefined : nameOfCall.get(toolCallId));
    return { ...rest, role: 'user', content: resultContent(rest.content, name, toolCallId) };
  }
  if (toolCalls === undefined || toolCalls.length === 0) return rest;
  return withText(rest, renderEnvelope(toolCalls));
}

function resultContent(
  content: Message['content'],
  name: string | undefined,
  id: string | undefined,
): NonNullable<Message['content']> {
  const of = name === undefined ? 'a tool' : `the tool ${name}`;
  const header = `Result of ${of}${id === undefined ? '' : ` (call ${id})`}:`;
  if (content === undefined || content === null) return header;
  if (typeof content === 'string') return `${header}\n${content}`;
  return [{ type: 'text', text: header }, ...content];
}

/** The message with a text behind what it says. */
function withText(message: Message, text: string): Message {
  const { content } = message;
  if (content === undefined || content === null || content === '')
    return { ...message, content: text };
  if (typeof content === 'string') return { ...message, content: `${content}\n\n${text}` };
  const part: MessageContent = { type: 'text', text };
  return { ...message, content: [...content, part] };
}
