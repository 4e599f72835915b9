import { randomInt } from 'node:crypto';
import { definedFields } from '@nodetool-ai/graph';
import type { SamplingOptions } from './inference-engine.ts';
import type { EvaluateOptions, GrammarState, Token } from './llama-binding.ts';

/** Ollama's defaults since 0.32.10. */
const DEFAULTS = {
  temperature: 0.8,
  top_k: 40,
  top_p: 0.9,
  min_p: 0,
  repeat_penalty: 1,
  repeat_last_n: 64,
  presence_penalty: 0,
  frequency_penalty: 0,
} as const;
/** The engine takes 0 for "no bound"; Ollama for "the likeliest alone". */
const LEAST_TOP_P = 1e-6;
/** One more than the largest seed. */
const SEEDS = 2 ** 32;

/** What an answer is chosen by, beside the options. */
export interface ChoiceContext {
  readonly grammarState: GrammarState | undefined;
  /** The last tokens of prompt and answer, at most `count`. */
  readonly lastTokens: (count: number) => Token[];
  /** Tokens of the context. */
  readonly contextTokens: number;
}

/** Options in the engine's own words, with Ollama's defaults. A negative or absent seed is a new one each time. */
export function evaluateOptions(
  options: SamplingOptions,
  { grammarState, lastTokens, contextTokens }: ChoiceContext,
): EvaluateOptions {
  const chosen = { ...DEFAULTS, ...definedFields(options) };
  const { seed = -1, repeat_penalty, presence_penalty, frequency_penalty, repeat_last_n } = chosen;
  // The engine takes memory for as many as it is told: no more are ever there.
  const penalised =
    repeat_last_n < 0 ? contextTokens : Math.min(Math.floor(repeat_last_n), contextTokens);
  const isPenalised =
    penalised > 0 && (repeat_penalty !== 1 || presence_penalty !== 0 || frequency_penalty !== 0);
  return {
    temperature: Math.max(0, chosen.temperature),
    topK: chosen.top_k,
    topP: Math.max(LEAST_TOP_P, chosen.top_p),
    minP: chosen.min_p,
    seed: seed < 0 ? randomInt(SEEDS) : Math.floor(seed) % SEEDS,
    yieldEogToken: true,
    ...definedFields({
      grammarEvaluationState: grammarState,
      repeatPenalty: isPenalised
        ? {
            punishTokens: () => lastTokens(penalised),
            maxPunishTokens: penalised,
            penalty: repeat_penalty,
            presencePenalty: presence_penalty,
            frequencyPenalty: frequency_penalty,
          }
        : undefined,
    }),
  };
}
