import type { ReadStatus } from './progress-translator.ts';
import type { PullPhase } from './transfer-progress.ts';

/** Reads the words of a line of `/api/pull`. Words that are not known belong to the writing at the end. */
export function pullStatus(status: string, hasLayer: boolean): ReadStatus<PullPhase> {
  if (status === 'success') return { phase: 'done', isLast: true, isComplete: true };
  if (status.startsWith('pulling manifest')) return { phase: 'manifest' };
  if (hasLayer || status.startsWith('pulling')) return { phase: 'download' };
  if (status.startsWith('verifying')) return { phase: 'verify', isComplete: true };
  return { phase: 'write', isComplete: true };
}
