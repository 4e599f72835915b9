import type { InferenceEnd } from '../inference/inference-engine.ts';

const NANOSECONDS_PER_MILLISECOND = 1e6;

/** Milliseconds as whole nanoseconds. */
export function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * NANOSECONDS_PER_MILLISECOND);
}

/** The figures of the last line; what is 0 is left out, as Ollama does. */
export function answerMetrics(
  end: InferenceEnd,
  { totalMs, loadMs }: { readonly totalMs: number; readonly loadMs: number },
): Readonly<Record<string, number>> {
  return withoutZeros({
    total_duration: nanoseconds(totalMs),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: end.promptTokens,
    prompt_eval_duration: nanoseconds(end.promptMs),
    eval_count: end.answerTokens,
    eval_duration: nanoseconds(end.answerMs),
  });
}

/** The figures that are not 0. */
export function withoutZeros(
  figures: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== 0));
}
