import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import { nothingSeen, toAnswerEnd } from './answer-end.ts';

/**
 * Turns the items of an answer into the parts of the SDK, in its order: a block of thinking or text is begun, written
 * and ended before the next one; a call of a tool is told as input and as call, under the daemon's own id.
 */
export class AnswerParts {
  readonly #seen = nothingSeen();
  #block: 'text' | 'reasoning' | undefined;
  #blocks = 0;

  /** The parts that an item gives. */
  item(item: ProviderStreamItem): readonly LanguageModelV4StreamPart[] {
    if (item.type === 'chunk') {
      const { content, thinking, logprobs = [], usage } = item;
      if (usage !== undefined) this.#seen.usage = usage;
      this.#seen.logprobs.push(...logprobs);
      return content === '' ? [] : this.#write(thinking === true ? 'reasoning' : 'text', content);
    }
    this.#seen.hasToolCalls = true;
    const { id, name: toolName } = item;
    const input = JSON.stringify(item.args);
    return [
      ...this.#endBlock(),
      { type: 'tool-input-start', id, toolName },
      { type: 'tool-input-delta', id, delta: input },
      { type: 'tool-input-end', id },
      { type: 'tool-call', toolCallId: id, toolName, input },
    ];
  }

  /** The parts behind the last item. */
  end(): readonly LanguageModelV4StreamPart[] {
    const { model } = this.#seen.usage;
    return [
      ...this.#endBlock(),
      ...(model === undefined ? [] : [{ type: 'response-metadata', modelId: model } as const]),
      { type: 'finish', ...toAnswerEnd(this.#seen) },
    ];
  }

  /** The parts of an answer that broke off: the error, and an end of which nothing is known. */
  fail(error: unknown): readonly LanguageModelV4StreamPart[] {
    const end = toAnswerEnd(nothingSeen());
    return [
      ...this.#endBlock(),
      { type: 'error', error },
      { type: 'finish', ...end, finishReason: { unified: 'error', raw: undefined } },
    ];
  }

  #write(block: 'text' | 'reasoning', delta: string): readonly LanguageModelV4StreamPart[] {
    const parts: LanguageModelV4StreamPart[] = [];
    if (this.#block !== block) {
      parts.push(...this.#endBlock());
      this.#block = block;
      this.#blocks += 1;
      if (block === 'reasoning') this.#seen.hasThinking = true;
      parts.push({ type: `${block}-start`, id: this.#id });
    }
    parts.push({ type: `${block}-delta`, id: this.#id, delta });
    return parts;
  }

  #endBlock(): readonly LanguageModelV4StreamPart[] {
    if (this.#block === undefined) return [];
    const type = `${this.#block}-end` as const;
    this.#block = undefined;
    return [{ type, id: this.#id }];
  }

  get #id(): string {
    return String(this.#blocks);
  }
}
