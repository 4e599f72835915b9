import { totalmem } from 'node:os';
import type { TriState } from '@nodetool-ai/graph';

/** Weights, and about a fifth more for the context and the buffers of the engine at the daemon's default context. */
const MEMORY_FACTOR = 1.2;

/** Whether a model of that size fits into the memory of this machine; `unknown` when it would run elsewhere. */
export function fitsInMemory(sizeBytes: number | undefined, isLocal: boolean): TriState {
  if (sizeBytes === undefined || !isLocal) return 'unknown';
  return sizeBytes * MEMORY_FACTOR <= totalmem() ? 'yes' : 'no';
}
