import type { TokenLogprob } from '../inference/inference-engine.ts';

/** Probabilities of tokens as Ollama writes them; `top_logprobs` only where there are alternatives. */
export function wireLogprobs(logprobs: readonly TokenLogprob[]) {
  return logprobs.map(({ token, logprob, top }) => ({
    ...entry(token, logprob),
    ...(top.length === 0
      ? {}
      : { top_logprobs: top.map((other) => entry(other.token, other.logprob)) }),
  }));
}

function entry(token: string, logprob: number) {
  return { token, logprob, bytes: [...Buffer.from(token)] };
}
