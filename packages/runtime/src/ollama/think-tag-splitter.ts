/** A piece of text and whether it is thinking. */
export interface SplitText {
  readonly text: string;
  readonly thinking: boolean;
}

const OPEN = '<think>';
const CLOSE = '</think>';
const nothing: readonly SplitText[] = [];

/**
 * Takes thinking that a model wrote into its answer, `<think>…</think>` at the very beginning, apart from it; the tags
 * may be split over any pieces. A tag anywhere else is ordinary text.
 */
export class ThinkTagSplitter {
  #state: 'start' | 'inside' | 'after' = 'start';
  #held = '';

  /** Whether everything that comes is answer: it need not be looked at any more. */
  get isDone(): boolean {
    return this.#state === 'after';
  }

  /** The text that is certain now. */
  push(piece: string): readonly SplitText[] {
    if (this.#state === 'after') return [{ text: piece, thinking: false }];
    this.#held += piece;
    return this.#state === 'start' ? this.#readStart() : this.#readInside();
  }

  /** What is left when the answer ends. */
  flush(): readonly SplitText[] {
    const text = this.#held;
    this.#held = '';
    return text === '' ? nothing : [{ text, thinking: this.#state === 'inside' }];
  }

  #readStart(): readonly SplitText[] {
    const text = this.#held.trimStart();
    if (text.startsWith(OPEN)) {
      this.#state = 'inside';
      this.#held = text.slice(OPEN.length);
      return this.#readInside();
    }
    if (OPEN.startsWith(text)) return nothing;
    this.#state = 'after';
    return this.flush();
  }

  #readInside(): readonly SplitText[] {
    const end = this.#held.indexOf(CLOSE);
    if (end !== -1) {
      const thinking = this.#held.slice(0, end);
      const answer = this.#held.slice(end + CLOSE.length).trimStart();
      this.#state = 'after';
      this.#held = '';
      return [
        { text: thinking, thinking: true },
        { text: answer, thinking: false },
      ].filter((part) => part.text !== '');
    }
    const held = endThatMayBeTag(this.#held);
    const text = this.#held.slice(0, this.#held.length - held);
    this.#held = this.#held.slice(text.length);
    return text === '' ? nothing : [{ text, thinking: true }];
  }
}

/** How many characters at the end may be the beginning of the closing tag. */
function endThatMayBeTag(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(CLOSE.slice(0, length))) return length;
  }
  return 0;
}
