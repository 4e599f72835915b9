import type { CallUsage, DoneReason } from '../providers/provider-requests.ts';
import type { ChatLine } from './wire.ts';

/** Durations on the wire are nanoseconds. */
const NANOSECONDS = 1e6;
const REASONS: readonly string[] = ['stop', 'length', 'load', 'unload'] satisfies DoneReason[];

function isDoneReason(reason: string): reason is DoneReason {
  return REASONS.includes(reason);
}

/** The figures of a done line. What the daemon left out stays absent; it is never taken for zero. */
export function toUsage(line: ChatLine): CallUsage {
  const milliseconds = (value: number | undefined) =>
    typeof value === 'number' ? value / NANOSECONDS : undefined;
  const { eval_count: outputTokens, eval_duration: outputDuration } = line;
  const canDivide =
    outputTokens !== undefined && outputDuration !== undefined && outputDuration > 0;
  const figures = {
    model: line.model,
    promptTokens: line.prompt_eval_count,
    outputTokens,
    tokensPerSecond: canDivide ? outputTokens / (outputDuration / (NANOSECONDS * 1000)) : undefined,
    loadMs: milliseconds(line.load_duration),
    promptMs: milliseconds(line.prompt_eval_duration),
    outputMs: milliseconds(outputDuration),
    totalMs: milliseconds(line.total_duration),
    doneReason: reasonOf(line.done_reason),
  };
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}

function reasonOf(reason: string | undefined): DoneReason | undefined {
  if (reason === undefined) return undefined;
  return isDoneReason(reason) ? reason : 'other';
}
