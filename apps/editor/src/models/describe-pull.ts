import type { PullReport } from '@nodetool-ai/graph';
import { formatBytes, formatDuration } from '../run/describe-run.ts';

/** How far a pull is, in words: only figures that are known. */
export function describePull(pull: PullReport): string {
  if (pull.state === 'done') return 'is installed';
  if (pull.state === 'cancelled') return 'stopped; the next pull goes on from here';
  if (pull.state === 'failed') return pull.error?.message ?? 'failed';
  const { completedBytes, totalBytes, bytesPerSecond, secondsLeft } = pull;
  const parts: string[] = [];
  if (completedBytes !== undefined && totalBytes !== undefined)
    parts.push(`${formatBytes(completedBytes)} of ${formatBytes(totalBytes)}`);
  if (bytesPerSecond !== undefined) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  if (secondsLeft !== undefined) parts.push(`${formatDuration(secondsLeft * 1000)} left`);
  return parts.length === 0 ? (pull.status ?? 'asking for it') : parts.join(', ');
}

/** The share that is there, 0 to 1; undefined when it is not known. */
export function shareOf({ completedBytes, totalBytes }: PullReport): number | undefined {
  if (completedBytes === undefined || totalBytes === undefined || totalBytes === 0)
    return undefined;
  return completedBytes / totalBytes;
}
