import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';

/** Throws CANCELLED, the reason of the signal as its cause, when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  const reason: unknown = signal.reason;
  if (isNodetoolError(reason)) throw reason;
  throw new NodetoolError('CANCELLED', 'It was cancelled; what is whole is kept.', {
    hint: 'Start it again when you are ready: it goes on from where it stopped, where the server allows.',
    cause: reason,
  });
}
