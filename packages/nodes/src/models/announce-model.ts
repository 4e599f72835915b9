import type { NodeYield } from '@nodetool-ai/graph';
import type { ChosenModel } from './choose-model.ts';

/**
 * Names the model: a line of the log where the node did not name it, and what a person waits for at first: `loading`
 * when the provider says that the model is not loaded, else `reading`. One small request; never rejects.
 */
export async function* announceModel(
  { id, provider, reason }: ChosenModel,
  signal: AbortSignal,
): AsyncGenerator<NodeYield, void, void> {
  if (reason !== undefined)
    yield { kind: 'log', level: 'info', message: `The model is ${id}: ${reason}.` };
  const isLoaded = await provider.isModelLoaded(id, { signal });
  yield { kind: 'wait', phase: isLoaded === 'no' ? 'loading' : 'reading', model: id };
}
