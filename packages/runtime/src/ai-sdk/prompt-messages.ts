import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolCallPart,
  LanguageModelV4ToolResultPart,
  SharedV4Warning,
} from '@ai-sdk/provider';
import type { Message, MessageContent, ToolCall } from '../providers/messages.ts';
import { toFileContent } from './file-content.ts';
import { toToolContent } from './tool-output.ts';

type AssistantMessage = Extract<LanguageModelV4Message, { role: 'assistant' }>;
type ToolMessage = Extract<LanguageModelV4Message, { role: 'tool' }>;

/** Messages for a provider of ours, and what of the prompt Ollama has no place for. */
export interface PromptMessages {
  readonly messages: readonly Message[];
  readonly warnings: readonly SharedV4Warning[];
}

/**
 * Gives the messages of a prompt: thinking in its own field, calls and results of tools with their ids and names, and
 * images of results in a message of the user behind them. Throws IMAGE_INVALID and REQUEST_INVALID.
 */
export function toMessages(prompt: LanguageModelV4Prompt): PromptMessages {
  const warnings: SharedV4Warning[] = [];
  const messages = prompt.flatMap((message): readonly Message[] => {
    switch (message.role) {
      case 'system':
        return [{ role: 'system', content: message.content }];
      case 'user':
        return [
          {
            role: 'user',
            content: message.content.map((part) =>
              part.type === 'text' ? toText(part.text) : toFileContent(part),
            ),
          },
        ];
      case 'assistant':
        return toAssistantMessages(message, warnings);
      case 'tool':
        return toToolMessages(message, warnings);
    }
  });
  return { messages, warnings };
}

function toAssistantMessages(
  { content }: AssistantMessage,
  warnings: SharedV4Warning[],
): readonly Message[] {
  let text = '';
  let thinking = '';
  const files: MessageContent[] = [];
  const toolCalls: ToolCall[] = [];
  const results: LanguageModelV4ToolResultPart[] = [];
  for (const part of content) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'reasoning') thinking += part.text;
    else if (part.type === 'file') files.push(toFileContent(part));
    else if (part.type === 'tool-call') toolCalls.push(toToolCall(part));
    else if (part.type === 'tool-result') results.push(part);
    else warnings.push(unsupported(part.type));
  }
  const message: Message = {
    role: 'assistant',
    content: files.length === 0 ? text : [toText(text), ...files],
    ...(thinking === '' ? {} : { thinking }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
  return [message, ...toResultMessages(results)];
}

function toToolMessages({ content }: ToolMessage, warnings: SharedV4Warning[]): readonly Message[] {
  const results: LanguageModelV4ToolResultPart[] = [];
  for (const part of content) {
    if (part.type === 'tool-result') results.push(part);
    else warnings.push(unsupported(part.type));
  }
  return toResultMessages(results);
}

function toResultMessages(results: readonly LanguageModelV4ToolResultPart[]): readonly Message[] {
  const images: MessageContent[] = [];
  const messages = results.map(({ toolCallId, toolName, output }): Message => {
    const content = toToolContent(output);
    images.push(...content.filter((part) => part.type === 'image_url'));
    return {
      role: 'tool',
      toolCallId,
      toolName,
      content: content.filter((part) => part.type === 'text'),
    };
  });
  // Templates of models look for images only in what the user says.
  return images.length === 0 ? messages : [...messages, { role: 'user', content: images }];
}

function toToolCall({ toolCallId, toolName, input }: LanguageModelV4ToolCallPart): ToolCall {
  if (isRecord(input)) return { id: toolCallId, name: toolName, args: input };
  throw new NodetoolError(
    'REQUEST_INVALID',
    `The arguments of the call of ${toolName} in the history are not an object.`,
  );
}

function toText(text: string): MessageContent {
  return { type: 'text', text };
}

function unsupported(type: string): SharedV4Warning {
  return {
    type: 'unsupported',
    feature: `${type} in the prompt`,
    details: 'Ollama has no place for it; it was left out.',
  };
}
