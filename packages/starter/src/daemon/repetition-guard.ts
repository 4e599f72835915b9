import { ApiRefusal } from './api-refusal.ts';

/** So many equal pieces in a row end an answer; the limit and the words are Ollama's (since 0.34). */
const MOST_EQUAL_PIECES = 100;

/** Notices a model that says the same again and again: it would go on until its context is full. */
export class RepetitionGuard {
  #last = '';
  #count = 0;

  /** Takes the next piece of an answer; blanks around it do not count. Throws ApiRefusal (500) at the limit. */
  take(text: string): void {
    const piece = text.trim();
    this.#count = piece !== '' && piece === this.#last ? this.#count + 1 : 1;
    this.#last = piece;
    if (this.#count > MOST_EQUAL_PIECES)
      throw new ApiRefusal(500, 'prediction aborted, token repeat limit reached');
  }
}
