import type { NodeYield, TriState } from '@nodetool-ai/graph';
import type { AskOptions, BaseProvider } from '@nodetool-ai/runtime';
import type { ChosenModel } from './choose-model.ts';

/** A provider that may know whether a model is loaded now. */
interface LoadedModels {
  isModelLoaded?(model: string, options?: AskOptions): Promise<TriState>;
}

/**
 * What a person waits for at first: `loading` when the provider says that the model is not loaded, else `reading`.
 * Never rejects; a provider that cannot say leaves it at `reading`.
 */
export async function firstWait(
  model: ChosenModel,
  signal: AbortSignal,
): Promise<Extract<NodeYield, { kind: 'wait' }>> {
  const isLoaded = await askWhetherLoaded(model.provider, model.id, signal);
  return { kind: 'wait', phase: isLoaded === 'no' ? 'loading' : 'reading', model: model.id };
}

async function askWhetherLoaded(
  provider: BaseProvider & LoadedModels,
  model: string,
  signal: AbortSignal,
): Promise<TriState> {
  try {
    return (await provider.isModelLoaded?.(model, { signal })) ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
