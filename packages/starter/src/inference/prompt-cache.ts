import type { LlamaSequence, Token } from './llama-binding.ts';

/**
 * Tokens that are read at once. An abort waits for as many; more are hardly faster (9.7 ms of one core a
 * token with a model of 135M weights, as with 128; 11.2 ms with 32). Also the grain in which what was read is kept.
 */
const CHUNK_TOKENS = 64;

/**
 * Has a sequence read a prompt, keeping what it read before. Only whole chunks are kept, each read in one piece: the
 * figures of a token depend a little on how many are read with it, and the same prompt must give the same answer
 * whatever was read before.
 */
export class PromptCache {
  readonly #sequence: LlamaSequence;
  /** Tokens of the whole chunks at the start of the sequence. */
  #chunked: readonly Token[] = [];

  constructor(sequence: LlamaSequence) {
    this.#sequence = sequence;
  }

  /**
   * Reads all of a prompt but its last 1 to 64 tokens, and gives these. Throws the signal's reason between chunks.
   */
  async read(prompt: readonly Token[], signal: AbortSignal): Promise<readonly Token[]> {
    await this.#keep(this.#keptOf(prompt));
    while (prompt.length - this.#chunked.length > CHUNK_TOKENS) {
      const start = this.#chunked.length;
      const end = start + CHUNK_TOKENS;
      await this.#sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(start, end));
      this.#chunked = prompt.slice(0, end);
      signal.throwIfAborted();
    }
    return prompt.slice(this.#chunked.length);
  }

  /** Keeps nothing: the sequence is no longer what was read. */
  forget(): void {
    this.#chunked = [];
  }

  #keptOf(prompt: readonly Token[]): number {
    // What such a sequence is set back to is read again in other pieces.
    if (this.#sequence.needsCheckpoints) return 0;
    const differing = this.#chunked.findIndex((token, index) => token !== prompt[index]);
    const common = Math.min(
      differing < 0 ? this.#chunked.length : differing,
      // The last token is always read: the answer begins with what it gives.
      prompt.length - 1,
    );
    return Math.floor(common / CHUNK_TOKENS) * CHUNK_TOKENS;
  }

  async #keep(count: number): Promise<void> {
    const kept = this.#chunked.slice(0, count);
    // If setting back fails half-way, the next prompt starts anew.
    this.#chunked = [];
    const end = this.#sequence.nextTokenIndex;
    if (count === 0) await this.#sequence.clearHistory();
    else if (end > count) await this.#sequence.eraseContextTokenRanges([{ start: count, end }]);
    this.#chunked = kept;
  }
}
