import { isNodetoolError, isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import { toDaemonError } from './daemon-error.ts';
import { ThinkTagSplitter } from './think-tag-splitter.ts';
import { toToolCall } from './tool-calls.ts';
import { toUsage } from './usage.ts';
import type { ChatLine } from './wire.ts';

/**
 * Turns the lines of an answer into chunks and tool calls. The message is read on every line, also on the done line
 * (some models call tools only there); tool calls come before the last chunk; a stream that ends without a done line
 * is OLLAMA_STREAM_TRUNCATED. `explain` may add to an error. Every error carries `partialText` and `partialThinking`.
 */
export async function* readChat(
  pieces: AsyncIterable<readonly unknown[]>,
  model: string,
  explain: (error: unknown) => Promise<unknown>,
): AsyncGenerator<ProviderStreamItem, void, void> {
  const splitter = new ThinkTagSplitter();
  let text = '';
  let thinking = '';
  let isDone = false;
  try {
    for await (const lines of pieces) {
      for (const value of lines) {
        // The rest is read to the end, so that the socket can be used again, but nothing comes after done.
        if (isDone) break;
        const line = asLine(value, model);
        const message = line.message;
        if (message?.thinking) {
          thinking += message.thinking;
          yield { type: 'chunk', content: message.thinking, thinking: true };
        }
        if (message?.content && splitter.isDone && text !== '') {
          text += message.content;
          yield { type: 'chunk', content: message.content };
        } else if (message?.content) {
          for (const part of splitter.push(message.content)) {
            // Between thinking and answer some models leave an empty line that belongs to neither.
            const content =
              !part.thinking && text === '' && thinking !== '' ? part.text.trimStart() : part.text;
            if (content === '') continue;
            if (part.thinking) thinking += content;
            else text += content;
            yield part.thinking
              ? { type: 'chunk', content, thinking: true }
              : { type: 'chunk', content };
          }
        }
        if (message?.tool_calls !== undefined) {
          for (const call of message.tool_calls.map(toToolCall)) yield call;
        }
        if (line.done !== true) continue;
        isDone = true;
        for (const part of splitter.flush()) {
          yield part.thinking
            ? { type: 'chunk', content: part.text, thinking: true }
            : { type: 'chunk', content: part.text };
        }
        yield { type: 'chunk', content: '', done: true, usage: toUsage(line) };
      }
    }
    if (!isDone)
      throw new NodetoolError(
        'OLLAMA_STREAM_TRUNCATED',
        `The answer of ${model} ended without the line that marks its end.`,
      );
  } catch (error) {
    if (isDone) return;
    for (const part of splitter.flush()) {
      if (part.thinking) thinking += part.text;
      else text += part.text;
    }
    throw withPartial(await explain(error), text, thinking);
  }
}

function asLine(value: unknown, model: string): ChatLine {
  if (!isRecord(value)) {
    throw new NodetoolError('OLLAMA_BAD_STREAM', 'The daemon sent a line that is not an object.');
  }
  if (value['error'] !== undefined)
    throw toDaemonError({ status: 200, body: JSON.stringify(value), model });
  return value;
}

function withPartial(error: unknown, partialText: string, partialThinking: string): unknown {
  if (!isNodetoolError(error)) return error;
  return new NodetoolError(error.code, error.message, {
    hint: error.hint,
    ...(error.action === undefined ? {} : { action: error.action }),
    cause: error.cause,
    details: { ...error.details, partialText, partialThinking },
  });
}
