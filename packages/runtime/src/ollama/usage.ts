import { definedFields } from '@nodetool-ai/graph';
import type { CallUsage, DoneReason } from '../providers/provider-requests.ts';
import type { WireAnswer } from './wire-answer.ts';

/** Durations on the wire are in nanoseconds. */
const NANOSECONDS_PER_MILLISECOND = 1e6;
const REASONS: readonly string[] = ['stop', 'length', 'load', 'unload'] satisfies DoneReason[];

/**
 * The figures of the last line. What the daemon left out (it leaves out zeros) stays absent and is never taken for
 * zero; tokens for each second need both the count and the time.
 */
export function toUsage(answer: WireAnswer): CallUsage {
  const outputTokens = figure(answer.eval_count);
  const outputMs = milliseconds(answer.eval_duration);
  const canDivide = outputTokens !== undefined && outputMs !== undefined && outputMs > 0;
  return definedFields({
    model: typeof answer.model === 'string' && answer.model !== '' ? answer.model : undefined,
    promptTokens: figure(answer.prompt_eval_count),
    outputTokens,
    tokensPerSecond: canDivide ? (outputTokens * 1000) / outputMs : undefined,
    loadMs: milliseconds(answer.load_duration),
    promptMs: milliseconds(answer.prompt_eval_duration),
    outputMs,
    totalMs: milliseconds(answer.total_duration),
    doneReason: toDoneReason(answer.done_reason),
  });
}

function figure(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

function milliseconds(value: unknown): number | undefined {
  const nanoseconds = figure(value);
  return nanoseconds === undefined ? undefined : nanoseconds / NANOSECONDS_PER_MILLISECOND;
}

function toDoneReason(reason: unknown): DoneReason | undefined {
  if (typeof reason !== 'string' || reason === '') return undefined;
  return isDoneReason(reason) ? reason : 'other';
}

function isDoneReason(reason: string): reason is DoneReason {
  return REASONS.includes(reason);
}
