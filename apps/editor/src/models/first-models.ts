import type { PullReport } from '@nodetool-ai/graph';

/** A model that is offered to an Ollama that has none. */
export interface FirstModel {
  readonly name: string;
  /** As the library of Ollama says it, in words. */
  readonly size: string;
  readonly words: string;
}

/** The smallest one first: it shows within a minute that all works. */
export const FIRST_MODELS: readonly FirstModel[] = [
  { name: 'smollm2:135m', size: 'about 271 MB', words: 'for trying the editor' },
  { name: 'llama3.2', size: 'about 2 GB', words: '3B, answers questions' },
];

/** Whether a pull failed because the daemon does not reach the registry that it pulls from. */
export function isRegistryOutOfReach({ state, error }: PullReport): boolean {
  return state === 'failed' && error?.details?.['reason'] === 'registry-unreachable';
}
