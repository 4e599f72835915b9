import { fromErrorShape } from '@nodetool-ai/graph';
import type { NodetoolError } from '@nodetool-ai/graph';
import { cancelledError } from '../ollama/connection/cancelled-error.ts';
import { addToError } from '../ollama/errors/error-details.ts';
import type { GenerateRequest, ProviderStreamItem } from '../providers/provider-requests.ts';
import { leftMiss } from './cassette-miss.ts';
import type { Interaction } from './interaction.ts';
import { ItemStream } from '../streams/item-stream.ts';
import type { ReplayPace } from './replay-pace.ts';

const END = { value: undefined, done: true } as const;

/** Gives the items of a recording, then its end or its error. An abort ends it with CANCELLED and the text so far. */
export class ReplayedStream extends ItemStream<ProviderStreamItem> {
  readonly #interaction: Interaction;
  readonly #request: GenerateRequest;
  readonly #pace: ReplayPace;
  readonly #leaving = new AbortController();
  readonly #signal: AbortSignal;
  readonly #given: ProviderStreamItem[] = [];
  #isOver = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(interaction: Interaction, request: GenerateRequest, pace: ReplayPace) {
    super();
    this.#interaction = interaction;
    this.#request = request;
    this.#pace = pace;
    const { signal = this.#leaving.signal } = request;
    this.#signal = AbortSignal.any([signal, this.#leaving.signal]);
  }

  next(): Promise<IteratorResult<ProviderStreamItem, void>> {
    const turn = this.#turn.then(() => this.#advance());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  return(): Promise<IteratorResult<ProviderStreamItem, void>> {
    this.#isOver = true;
    this.#leaving.abort();
    return Promise.resolve(END);
  }

  async #advance(): Promise<IteratorResult<ProviderStreamItem, void>> {
    if (this.#isOver) return END;
    const { items = [], at, error, left, method } = this.#interaction;
    const item = items[this.#given.length];
    await this.#pace.between(at[this.#given.length] ?? 0, this.#signal);
    if (item === undefined && left === true) await this.#pace.beforeLeft();
    // The stream may have been left while it was waited for.
    if (this.#leaving.signal.aborted) return END;
    if (this.#signal.aborted) throw this.#end(this.#cancelled());
    if (item !== undefined) {
      this.#given.push(item);
      return { value: structuredClone(item), done: false };
    }
    this.#isOver = true;
    if (error !== undefined) throw fromErrorShape(error);
    if (left === true) throw leftMiss(method, items.length);
    return END;
  }

  #end(error: NodetoolError): NodetoolError {
    this.#isOver = true;
    return error;
  }

  #cancelled(): NodetoolError {
    const textOf = (isThinking: boolean): string =>
      this.#given
        .map((item) =>
          item.type === 'chunk' && (item.thinking ?? false) === isThinking ? item.content : '',
        )
        .join('');
    const { model, signal } = this.#request;
    const details = { model, partialText: textOf(false), partialThinking: textOf(true) };
    return addToError(cancelledError(signal), { details });
  }
}
