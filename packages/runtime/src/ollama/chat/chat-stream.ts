import { NodetoolError } from '@nodetool-ai/graph';
import type { ProviderStreamItem } from '../../providers/provider-requests.ts';
import { readLogprobs } from './logprobs.ts';
import type { LineTranslator } from '../connection/ndjson-stream.ts';
import type { ChatAttempt } from './open-chat.ts';
import { ThinkTagSplitter } from './think-tag-splitter.ts';
import { toToolCalls } from './tool-call.ts';
import { toUsage } from './usage.ts';
import type { WireAnswer } from './wire-answer.ts';

/** What is known of a model before it answers. */
export interface ChatTranslatorOptions {
  /** Whether the model thinks: then tags of thinking count anywhere in its answer. */
  readonly doesThink: boolean;
  /** What was asked for in the end; known when the answer begins. */
  readonly attempt: () => ChatAttempt | undefined;
}

/**
 * Turns the lines of an answer into chunks and tool calls. The message is read on every line, also on the last one
 * (some models call tools only there). Tool calls come before the last chunk, which is the only one with `done`.
 */
export class ChatTranslator implements LineTranslator<ProviderStreamItem> {
  readonly #splitter: ThinkTagSplitter;
  readonly #attempt: () => ChatAttempt | undefined;
  #text = '';
  #thinking = '';
  /** The daemon itself takes thinking apart: tags in the text are text. */
  #isSplitByDaemon = false;
  /** The answer itself is being written: content is text as it stands. */
  #isPlain = false;

  constructor({ doesThink, attempt }: ChatTranslatorOptions) {
    this.#splitter = new ThinkTagSplitter(doesThink);
    this.#attempt = attempt;
  }

  line(answer: WireAnswer, items: ProviderStreamItem[]): boolean {
    const before = items.length;
    const isLast = this.#read(answer, items);
    if (answer.logprobs !== undefined) addLogprobs(answer.logprobs, items, before);
    return isLast;
  }

  #read(answer: WireAnswer, items: ProviderStreamItem[]): boolean {
    const message = answer.message ?? undefined;
    const isDone = answer.done === true;
    if (message !== undefined) {
      const { thinking, content, tool_calls: calls } = message;
      // Nearly every line of a long answer is this one.
      if (
        this.#isPlain &&
        !isDone &&
        thinking === undefined &&
        calls === undefined &&
        typeof content === 'string'
      ) {
        if (content !== '') {
          this.#text += content;
          items.push({ type: 'chunk', content });
        }
        return false;
      }
      if (typeof thinking === 'string' && thinking !== '') {
        if (!this.#isSplitByDaemon) this.#flush(items);
        this.#isSplitByDaemon = true;
        this.#addThinking(thinking, items);
      }
      if (typeof content === 'string' && content !== '') this.#addContent(content, items);
      if (calls !== undefined && calls !== null) {
        this.#flush(items);
        for (const call of toToolCalls(calls)) items.push(call);
      }
    }
    if (!isDone) return false;
    this.#flush(items);
    items.push({ type: 'chunk', content: '', done: true, usage: toUsage(answer, this.#attempt()) });
    return true;
  }

  end(): void {
    throw new NodetoolError('OLLAMA_STREAM_TRUNCATED');
  }

  partial(): Readonly<Record<string, unknown>> {
    this.#flush([]);
    return { partialText: this.#text, partialThinking: this.#thinking };
  }

  #addContent(content: string, items: ProviderStreamItem[]): void {
    if (this.#isSplitByDaemon || this.#splitter.isDone) return this.#addText(content, items);
    for (const part of this.#splitter.push(content))
      this.#addPart(part.text, part.isThinking, items);
  }

  #flush(items: ProviderStreamItem[]): void {
    for (const part of this.#splitter.flush()) this.#addPart(part.text, part.isThinking, items);
  }

  #addPart(text: string, isThinking: boolean, items: ProviderStreamItem[]): void {
    if (isThinking) this.#addThinking(text, items);
    else this.#addText(text, items);
  }

  #addThinking(text: string, items: ProviderStreamItem[]): void {
    this.#thinking += text;
    items.push({ type: 'chunk', content: text, thinking: true });
  }

  #addText(text: string, items: ProviderStreamItem[]): void {
    // Between thinking and answer stand empty lines that belong to neither.
    const isFirst = this.#text === '' && this.#thinking !== '';
    const content = isFirst ? text.replace(/^[\r\n]+/, '') : text;
    if (content === '') return;
    this.#text += content;
    items.push({ type: 'chunk', content });
    this.#isPlain = this.#isSplitByDaemon || this.#splitter.isDone;
  }
}

/** Puts the probabilities of a line onto its first chunk; a line may have tokens and no text yet. */
function addLogprobs(value: unknown, items: ProviderStreamItem[], from: number): void {
  const logprobs = readLogprobs(value);
  if (logprobs === undefined) return;
  const at = items.findIndex((item, index) => index >= from && item.type === 'chunk');
  const first = items[at];
  if (first?.type === 'chunk') items[at] = { ...first, logprobs };
  else items.push({ type: 'chunk', content: '', logprobs });
}
