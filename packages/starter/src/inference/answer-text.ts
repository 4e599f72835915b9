import type { InferencePiece, TokenLogprob } from './inference-engine.ts';
import type { EvaluatedToken, LlamaModel, Token } from './llama-binding.ts';
import { StopFilter } from './stop-filter.ts';
import { TextAssembler } from './text-assembler.ts';

/** The least probability that the engine's 32-bit numbers can hold; a smaller one is told as this. */
const LEAST_PROBABILITY = 1e-45;

/** Makes the pieces of an answer out of its tokens: whole characters, no stop text, logprobs with the text they are of. */
export class AnswerText {
  readonly #model: Pick<LlamaModel, 'detokenize'>;
  readonly #assembler: TextAssembler;
  readonly #filter: StopFilter;
  readonly #topLogprobs: number | undefined;
  #logprobs: readonly TokenLogprob[] = [];

  constructor(
    model: Pick<LlamaModel, 'detokenize'>,
    stops: readonly string[],
    topLogprobs: number | undefined,
  ) {
    this.#model = model;
    this.#assembler = new TextAssembler(model);
    this.#filter = new StopFilter(stops);
    this.#topLogprobs = topLogprobs;
  }

  /** The piece that may go out with this token, if any; `isStopped` when a stop text occurred. */
  add(evaluated: EvaluatedToken): {
    readonly piece: InferencePiece | undefined;
    readonly isStopped: boolean;
  } {
    const { token, probabilities } = evaluated;
    if (this.#topLogprobs !== undefined && probabilities !== undefined)
      this.#logprobs = [...this.#logprobs, this.#logprobOf(token, probabilities)];
    const { text, isStopped } = this.#filter.add(this.#assembler.add(token));
    return { piece: this.#piece(text), isStopped };
  }

  /** What was held back, when the answer ends without a stop text. */
  end(): InferencePiece | undefined {
    const { text, isStopped } = this.#filter.add(this.#assembler.end());
    return this.#piece(isStopped ? text : text + this.#filter.end());
  }

  #piece(text: string): InferencePiece | undefined {
    if (text === '') return undefined;
    const logprobs = this.#logprobs;
    this.#logprobs = [];
    return this.#topLogprobs === undefined ? { text } : { text, logprobs };
  }

  #logprobOf(token: Token, probabilities: ReadonlyMap<Token, number>): TokenLogprob {
    const one = (of: Token, probability: number) => ({
      token: this.#model.detokenize([of], true),
      logprob: Math.log(Math.max(probability, LEAST_PROBABILITY)),
    });
    const top: { readonly token: string; readonly logprob: number }[] = [];
    for (const [of, probability] of probabilities) {
      if (top.length >= (this.#topLogprobs ?? 0)) break;
      top.push(one(of, probability));
    }
    return { ...one(token, probabilities.get(token) ?? 0), top };
  }
}
