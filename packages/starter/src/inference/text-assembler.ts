import type { LlamaModel, Token } from './llama-binding.ts';

/** Stands for bytes that are no whole character. */
const BROKEN = '\uFFFD';
/** A character has at most 4 bytes; a token of one byte each, and some that hold an end and a beginning. */
const MOST_HELD_TOKENS = 8;
/** Some vocabularies write a space by what came before. */
const REMEMBERED_TOKENS = 6;

/** Makes text out of tokens, holding back those whose bytes end within a character. */
export class TextAssembler {
  readonly #model: Pick<LlamaModel, 'detokenize'>;
  #before: readonly Token[] = [];
  #held: readonly Token[] = [];

  constructor(model: Pick<LlamaModel, 'detokenize'>) {
    this.#model = model;
  }

  /** The text that is whole with this token; often one word piece, sometimes nothing yet. */
  add(token: Token): string {
    this.#held = [...this.#held, token];
    const text = this.#textOfHeld();
    if (text.endsWith(BROKEN) && this.#held.length < MOST_HELD_TOKENS) return '';
    this.#before = [...this.#before, ...this.#held].slice(-REMEMBERED_TOKENS);
    this.#held = [];
    return text;
  }

  /** What is left at the end, without a character that was begun. */
  end(): string {
    const text = this.#textOfHeld();
    this.#held = [];
    return text.replace(/\uFFFD+$/, '');
  }

  #textOfHeld(): string {
    return this.#model.detokenize(this.#held, false, this.#before);
  }
}
