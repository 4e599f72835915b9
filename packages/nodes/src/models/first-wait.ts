import type { NodeYield } from '@nodetool-ai/graph';
import type { ChosenModel } from './choose-model.ts';

/**
 * What a person waits for at first: `loading` when the provider says that the model is not loaded, else `reading`.
 * One small request; never rejects.
 */
export async function firstWait(
  model: ChosenModel,
  signal: AbortSignal,
): Promise<Extract<NodeYield, { kind: 'wait' }>> {
  const isLoaded = await model.provider.isModelLoaded(model.id, { signal });
  return { kind: 'wait', phase: isLoaded === 'no' ? 'loading' : 'reading', model: model.id };
}
