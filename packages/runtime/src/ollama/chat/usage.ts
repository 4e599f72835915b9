import { definedFields } from '@nodetool-ai/graph';
import type { CallUsage, DoneReason } from '../../providers/provider-requests.ts';
import type { ChatAttempt } from './open-chat.ts';
import type { WireAnswer } from './wire-answer.ts';

/** Durations on the wire are in nanoseconds. */
const NANOSECONDS_PER_MILLISECOND = 1e6;
const REASONS: readonly string[] = ['stop', 'length', 'load', 'unload'] satisfies DoneReason[];

/**
 * The figures of the last line. What the daemon left out (it leaves out zeros) stays absent and is never taken for
 * zero; tokens for each second need both the count and the time. `attempt` is what was asked for.
 */
export function toUsage(answer: WireAnswer, attempt?: ChatAttempt): CallUsage {
  const promptTokens = figure(answer.prompt_eval_count);
  const outputTokens = figure(answer.eval_count);
  const outputMs = milliseconds(answer.eval_duration);
  const canDivide = outputTokens !== undefined && outputMs !== undefined && outputMs > 0;
  return definedFields({
    model: typeof answer.model === 'string' && answer.model !== '' ? answer.model : undefined,
    promptTokens,
    outputTokens,
    tokensPerSecond: canDivide ? (outputTokens * 1000) / outputMs : undefined,
    loadMs: milliseconds(answer.load_duration),
    promptMs: milliseconds(answer.prompt_eval_duration),
    outputMs,
    totalMs: milliseconds(answer.total_duration),
    doneReason: toDoneReason(answer.done_reason),
    ...(attempt === undefined ? {} : fateOfPrompt(attempt, promptTokens, outputTokens)),
  });
}

/** What became of the prompt: whether all of it reached the model, and whether it stayed. */
function fateOfPrompt(
  { contextLength, mayTruncate, promptTokens: whole }: ChatAttempt,
  kept: number | undefined,
  written: number | undefined,
): Partial<CallUsage> {
  // Daemons before 0.12.4 cut although they were told not to; then the context is full to the last token.
  const isFull = contextLength !== undefined && kept !== undefined && kept >= contextLength;
  const lost = whole === undefined || kept === undefined ? undefined : Math.max(whole - kept, 0);
  const truncation = definedFields({ promptTokens: whole, keptTokens: kept, lostTokens: lost });
  const isOutgrown =
    contextLength !== undefined && (kept ?? 0) + (written ?? 0) > contextLength && !isFull;
  return {
    contextLength,
    truncation: (mayTruncate && lost !== 0) || isFull ? truncation : undefined,
    contextShifted: isOutgrown ? true : undefined,
  };
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
