/** A piece of text and whether it is thinking. */
export interface SplitText {
  readonly text: string;
  readonly isThinking: boolean;
}

const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * Takes thinking that a model wrote into its answer, `<think>…</think>`, apart from it; the tags may be split over any
 * pieces. At the beginning of the answer the tag always counts; further on only when `isEverywhere`, because a model
 * that does not think may well write about the tag.
 */
export class ThinkTagSplitter {
  readonly #isEverywhere: boolean;
  #state: 'start' | 'inside' | 'text' = 'start';
  #held = '';
  #hasThought = false;

  constructor(isEverywhere: boolean) {
    this.#isEverywhere = isEverywhere;
  }

  /** True when no further piece can be anything else than text. */
  get isDone(): boolean {
    return this.#state === 'text' && !this.#isEverywhere;
  }

  /** Takes a piece and gives what is certain now. */
  push(piece: string): readonly SplitText[] {
    this.#held += piece;
    const certain: SplitText[] = [];
    while (this.#step(certain));
    return certain;
  }

  /** Gives what is held back when the answer ends. */
  flush(): readonly SplitText[] {
    const text = this.#held;
    this.#held = '';
    return text === '' ? [] : [{ text, isThinking: this.#state === 'inside' }];
  }

  /** One change of state; false when more text is needed for the next. */
  #step(certain: SplitText[]): boolean {
    if (this.#state === 'start') return this.#leaveStart();
    const isThinking = this.#state === 'inside';
    if (isThinking && !this.#hasThought) {
      // Models that are told not to think often write a pair of tags around empty lines.
      this.#held = this.#held.trimStart();
      this.#hasThought =
        this.#held !== '' && !CLOSE.startsWith(this.#held) && !this.#held.startsWith(CLOSE);
    }
    const tag = isThinking ? CLOSE : OPEN;
    const at = isThinking || this.#isEverywhere ? this.#held.indexOf(tag) : -1;
    const hold =
      at === -1 && (isThinking || this.#isEverywhere) ? beginningAtEnd(this.#held, tag) : 0;
    const text = this.#held.slice(0, at === -1 ? this.#held.length - hold : at);
    if (text !== '') certain.push({ text, isThinking });
    this.#held = at === -1 ? this.#held.slice(text.length) : this.#held.slice(at + tag.length);
    if (at === -1) return false;
    this.#state = isThinking ? 'text' : 'inside';
    this.#hasThought = false;
    return this.#held !== '';
  }

  #leaveStart(): boolean {
    const text = this.#held.trimStart();
    if (text.startsWith(OPEN)) {
      this.#held = text.slice(OPEN.length);
      this.#state = 'inside';
      return true;
    }
    if (OPEN.startsWith(text)) return false;
    this.#state = 'text';
    return true;
  }
}

/** How many characters at the end of the text may be the beginning of the tag. */
function beginningAtEnd(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
