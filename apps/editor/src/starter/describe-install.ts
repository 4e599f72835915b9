import type { StarterInstallReport } from '@nodetool-ai/graph';
import { formatBytes, formatDuration } from '../run/describe-run.ts';

/** What is being done with which part: `SmolLM2 135M: downloading`. */
export function installPhase({ part, status }: StarterInstallReport): string {
  return [part, status].filter((word) => word !== undefined).join(': ') || 'Beginning';
}

/** A pace that is worked out from less says days where it is seconds. */
const LEAST_SHARE = 0.02;

/** How far it is, of all parts together: only figures that are known; empty when none is. */
export function installFigures(install: StarterInstallReport): string {
  const { completedBytes, totalBytes, bytesPerSecond, secondsLeft } = install;
  const words: string[] = [];
  if (completedBytes !== undefined && totalBytes !== undefined)
    words.push(`${formatBytes(completedBytes)} of ${formatBytes(totalBytes)}`);
  const share = installShare(install) ?? 0;
  if (share < LEAST_SHARE || share >= 1) return words.join(', ');
  if (bytesPerSecond !== undefined) words.push(`${formatBytes(bytesPerSecond)}/s`);
  if (secondsLeft !== undefined) words.push(`${formatDuration(secondsLeft * 1000)} left`);
  return words.join(', ');
}

/** The share that is there, 0 to 1; undefined when it is not known. */
export function installShare({
  completedBytes,
  totalBytes,
}: StarterInstallReport): number | undefined {
  if (completedBytes === undefined || totalBytes === undefined || totalBytes === 0)
    return undefined;
  return Math.min(1, completedBytes / totalBytes);
}

/**
 * What screen readers are told: the same words as long as a phase lasts. `isIntoOllama`: the models of the starter are put
 * into an Ollama.
 */
export function announceInstall(install: StarterInstallReport, isIntoOllama = false): string {
  const what = isIntoOllama ? 'Models for Ollama' : 'Starter engine';
  switch (install.state) {
    case 'running':
      return `${what}. ${installPhase(install)}`;
    case 'done':
      return isIntoOllama ? 'Ollama has the models.' : 'The starter engine is installed.';
    case 'failed':
      return `${what}: failed. ${install.error?.message ?? ''}`.trim();
    case 'cancelled':
      return `${what}: cancelled.`;
  }
}
