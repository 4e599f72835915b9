import { pullStatus } from './pull-status.ts';
import type { ReadStatus } from './progress-translator.ts';
import type { CreatePhase } from './transfer-progress.ts';

/**
 * Gives what reads the words of the lines of one `/api/create`. A model that it is made from is pulled within, with a
 * `success` of its own in the middle.
 */
export function createStatusReader(): (
  status: string,
  hasLayer: boolean,
) => ReadStatus<CreatePhase> {
  let isPulling = false;
  return (status, hasLayer) => {
    if (status === 'pulling manifest') isPulling = true;
    if (isPulling) {
      isPulling = status !== 'success';
      const { isComplete = false } = pullStatus(status, hasLayer);
      return { phase: 'download', isComplete };
    }
    if (status === 'success') return { phase: 'done', isLast: true };
    return { phase: status.startsWith('writing') ? 'write' : 'create' };
  };
}
