import { performance } from 'node:perf_hooks';
import { AnswerText } from './answer-text.ts';
import { evaluateOptions } from './evaluate-options.ts';
import type {
  InferenceEnd,
  InferencePiece,
  InferenceRequest,
  LoadedModel,
} from './inference-engine.ts';
import type { EvaluatedToken, GrammarState, LlamaSequence, Token } from './llama-binding.ts';
import { PromptCache } from './prompt-cache.ts';
import { promptHead, promptTokens } from './prompt-tokens.ts';
import type { PromptRoom } from './prompt-tokens.ts';

/** Ollama keeps as many of the first tokens when it makes room (`--keep 4`). */
const KEPT_TOKENS = 4;

/** What a model that answers is made of. */
export interface CompletionParts {
  readonly room: PromptRoom & { readonly model: LoadedWeights };
  readonly sequence: LlamaSequence;
  readonly sizeBytes: number;
  /** Follows the format of a request, from its start. Throws FormatUnsupported. */
  readonly grammarState: (format: NonNullable<InferenceRequest['format']>) => Promise<GrammarState>;
  readonly dispose: () => Promise<void>;
}

/** What is asked of the weights while an answer is made. */
export interface LoadedWeights {
  readonly tokens: PromptRoom['model']['tokens'];
  readonly tokenize: PromptRoom['model']['tokenize'];
  readonly detokenize: (
    tokens: readonly Token[],
    specialTokens?: boolean,
    lastTokens?: readonly Token[],
  ) => string;
  readonly isEogToken: (token: Token) => boolean;
}

/** A model in memory that writes. */
export class CompletionModel implements LoadedModel {
  readonly contextLength: number;
  readonly sizeBytes: number;
  readonly #parts: CompletionParts;
  readonly #cache: PromptCache;

  constructor(parts: CompletionParts) {
    this.contextLength = parts.room.contextTokens;
    this.sizeBytes = parts.sizeBytes;
    this.#parts = parts;
    this.#cache = new PromptCache(parts.sequence, promptHead(parts.room));
  }

  /** Without `num_predict` an answer ends with `length` when the context is full, whether `shift` is set or not. */
  async *answer(request: InferenceRequest): AsyncGenerator<InferencePiece, InferenceEnd, void> {
    const { signal, format } = request;
    const startedMs = performance.now();
    signal.throwIfAborted();
    const prompt = promptTokens(request.prompt, request.truncate !== false, this.#parts.room);
    const grammarState = format === undefined ? undefined : await this.#parts.grammarState(format);
    const tokens = this.#evaluate(prompt, request, grammarState);
    const text = new AnswerText(
      this.#parts.room.model,
      request.options.stop ?? [],
      request.topLogprobs,
    );
    let answerTokens = 0;
    let firstMs = startedMs;
    try {
      let reason: InferenceEnd['reason'] | undefined;
      while (reason === undefined) {
        const next = await tokens.next();
        if (answerTokens === 0) firstMs = performance.now();
        if (next.done === true) {
          reason = next.value;
          const last = text.end();
          if (last !== undefined) yield last;
        } else {
          // As Ollama, the token that ends the answer is one of it; it has no text.
          answerTokens++;
          if (this.#isEnd(next.value.token)) continue;
          const { piece, isStopped } = text.add(next.value);
          if (piece !== undefined) yield piece;
          if (isStopped) reason = 'stop';
        }
      }
      const endedMs = performance.now();
      return {
        reason,
        promptTokens: prompt.length,
        answerTokens,
        promptMs: firstMs - startedMs,
        answerMs: endedMs - firstMs,
      };
    } finally {
      await tokens.return('stop');
    }
  }

  /** Rejects: this model writes. */
  async embed(): Promise<never> {
    throw new Error('this model writes text; it makes no embeddings');
  }

  async unload(): Promise<void> {
    await this.#parts.dispose();
  }

  /** The tokens of an answer; the return value says how it came to its end. */
  async *#evaluate(
    prompt: readonly Token[],
    { options, signal, shift, topLogprobs }: InferenceRequest,
    grammarState: GrammarState | undefined,
  ): AsyncGenerator<EvaluatedToken, InferenceEnd['reason'], void> {
    const { sequence, room } = this.#parts;
    if (prompt.length === 0) return 'stop';
    const { num_predict = -1 } = options;
    const mostTokens = num_predict > 0 ? num_predict : Infinity;
    const mayShift = shift !== false && mostTokens !== Infinity;
    const all = [...prompt];
    const rest = await this.#cache.read(prompt, signal);
    const evaluated = sequence.evaluateWithMetadata(
      rest,
      { probabilities: topLogprobs !== undefined },
      evaluateOptions(options, {
        grammarState,
        lastTokens: (count) => all.slice(-count),
        contextTokens: room.contextTokens,
      }),
    );
    try {
      for (let count = 0; count < mostTokens; count++) {
        if (sequence.nextTokenIndex + 1 >= room.contextTokens && count > 0) {
          if (!mayShift) return 'length';
          await this.#makeRoom();
        }
        const next = await evaluated.next();
        signal.throwIfAborted();
        if (next.done === true) return 'stop';
        all.push(next.value.token);
        yield next.value;
        if (this.#isEnd(next.value.token)) return 'stop';
      }
      return 'length';
    } finally {
      await evaluated.return();
    }
  }

  /** A beginning within an answer is the next turn, which is not the model's to write. */
  #isEnd(token: Token): boolean {
    const { model } = this.#parts.room;
    return model.isEogToken(token) || token === model.tokens.bos;
  }

  /** Forgets the older half of what was read, but its start. */
  async #makeRoom(): Promise<void> {
    const { sequence } = this.#parts;
    this.#cache.forget();
    const end = KEPT_TOKENS + Math.max(1, Math.floor((sequence.nextTokenIndex - KEPT_TOKENS) / 2));
    await sequence.eraseContextTokenRanges([{ start: KEPT_TOKENS, end }]);
  }
}
