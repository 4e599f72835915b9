import { NodetoolError } from '@nodetool-ai/graph';
import type { PullModel } from './shared-pulls.ts';

/** Pulls nothing: models come by `nodetool starter install` and `nodetool starter add`. Throws MODEL_NOT_FOUND. */
// oxlint-disable-next-line require-yield -- it has no progress to tell
export const refusePull: PullModel = async function* refusePull(name) {
  throw new NodetoolError('MODEL_NOT_FOUND', `The starter engine cannot pull ${name}.`);
};
