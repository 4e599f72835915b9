import type { LlamaSequence, Token } from './llama-binding.ts';
import { sharedLength } from './shared-length.ts';

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
  readonly #head: readonly Token[];
  /** Tokens of the whole chunks at the start of the sequence. */
  #chunked: readonly Token[] = [];

  /** `head` are the tokens that most prompts begin with: they are a chunk of their own, so that they are read once. */
  constructor(sequence: LlamaSequence, head: readonly Token[] = []) {
    this.#sequence = sequence;
    this.#head = head;
  }

  /**
   * Reads all of a prompt but its last 1 to 64 tokens, and gives these. Throws the signal's reason between chunks.
   */
  async read(prompt: readonly Token[], signal: AbortSignal): Promise<readonly Token[]> {
    const headLength =
      sharedLength(prompt, this.#head) === this.#head.length ? this.#head.length : 0;
    await this.#keep(this.#keptOf(prompt, headLength));
    for (;;) {
      const start = this.#chunked.length;
      const end = endOfChunk(start, headLength);
      if (end >= prompt.length) break;
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

  #keptOf(prompt: readonly Token[], headLength: number): number {
    // What such a sequence is set back to is read again in other pieces.
    if (this.#sequence.needsCheckpoints) return 0;
    // The last token is always read: the answer begins with what it gives.
    const common = Math.min(sharedLength(this.#chunked, prompt), prompt.length - 1);
    let kept = 0;
    for (let end = 0; end <= common; end = endOfChunk(end, headLength)) kept = end;
    return kept;
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

/** Where the chunk that begins at `start` ends: the same for every prompt with the same head. */
function endOfChunk(start: number, headLength: number): number {
  const end = start + CHUNK_TOKENS;
  return start < headLength ? Math.min(end, headLength) : end;
}
