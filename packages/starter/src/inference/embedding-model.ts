import { PromptTooLong } from './inference-engine.ts';
import type {
  InferenceEnd,
  InferencePiece,
  InferenceVector,
  LoadedModel,
} from './inference-engine.ts';
import type { LlamaEmbeddingContext, LlamaModel, Token } from './llama-binding.ts';

/** What a model that makes vectors is made of. */
export interface EmbeddingParts {
  readonly model: Pick<LlamaModel, 'tokens' | 'tokenize'>;
  readonly context: LlamaEmbeddingContext;
  /** Most tokens of a text, the special ones included. */
  readonly contextTokens: number;
  readonly sizeBytes: number;
  readonly dispose: () => Promise<void>;
}

/** A model in memory that makes vectors. */
export class EmbeddingModel implements LoadedModel {
  readonly contextLength: number;
  readonly sizeBytes: number;
  readonly #parts: EmbeddingParts;

  constructor(parts: EmbeddingParts) {
    this.contextLength = parts.contextTokens;
    this.sizeBytes = parts.sizeBytes;
    this.#parts = parts;
  }

  /** Throws: this model does not write. */
  // oxlint-disable-next-line require-yield -- it never has anything to give
  async *answer(): AsyncGenerator<InferencePiece, InferenceEnd, void> {
    throw new Error('this model makes embeddings; it writes no text');
  }

  /** A text of nothing but spaces is embedded as the special tokens alone, as Ollama does. */
  async embed(
    text: string,
    { truncate, signal }: { readonly truncate: boolean; readonly signal: AbortSignal },
  ): Promise<InferenceVector> {
    signal.throwIfAborted();
    const { context, contextTokens } = this.#parts;
    let tokens = this.#tokensOf(text);
    const length = context.calculateInputLength(tokens);
    if (length > contextTokens) {
      if (!truncate) throw new PromptTooLong(length, contextTokens);
      // What was counted beyond the text are the special tokens, which are added to the rest as well.
      tokens = tokens.slice(0, contextTokens - (length - tokens.length));
    }
    const count = context.calculateInputLength([...tokens]);
    const { vector } = await context.getEmbeddingFor([...tokens]);
    signal.throwIfAborted();
    return { vector: toUnitLength(vector), tokens: count };
  }

  async unload(): Promise<void> {
    await this.#parts.dispose();
  }

  #tokensOf(text: string): readonly Token[] {
    const tokens = this.#parts.model.tokenize(text, true);
    if (tokens.length > 0) return tokens;
    // The engine gives nothing for nothing; one special token makes it add the other.
    const { bos, eos } = this.#parts.model.tokens;
    return [bos, eos].filter((token) => token !== null).slice(0, 1);
  }
}

function toUnitLength(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  // As Ollama: nothing has no direction.
  return length === 0 ? vector : vector.map((value) => value / length);
}
