import { NodetoolError } from '@nodetool-ai/graph';

/** The error for an aborted signal: CANCELLED, the reason of the signal as its cause. */
export function cancelledError(signal?: AbortSignal): NodetoolError {
  const reason: unknown = signal?.reason;
  const isTimeout = reason instanceof Error && reason.name === 'TimeoutError';
  return new NodetoolError(
    'CANCELLED',
    isTimeout
      ? 'The request was cancelled: the time that the caller gave it is over.'
      : 'The request was cancelled.',
    { cause: reason },
  );
}

/** Throws CANCELLED when the signal is aborted already. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelledError(signal);
}
