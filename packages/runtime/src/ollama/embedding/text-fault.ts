import { isNodetoolError } from '@nodetool-ai/graph';

/** Failures of a whole request that one of its texts may be the cause of. */
export type TextFault = 'too-long' | 'crash' | 'not-a-number';

/** Says whether one text may be guilty of a failure; the daemon does not say which. */
export function textFault(error: unknown): TextFault | undefined {
  if (!isNodetoolError(error)) return undefined;
  const { daemonMessage } = error.details;
  const words = typeof daemonMessage === 'string' ? daemonMessage : '';
  if (error.code === 'CONTEXT_OVERFLOW') return 'too-long';
  // Not a crash while loading, which every text would meet.
  if (error.code === 'MODEL_CRASHED' && /do embedding request/i.test(words)) return 'crash';
  return error.code === 'EMBEDDING_INVALID' && words !== '' ? 'not-a-number' : undefined;
}
