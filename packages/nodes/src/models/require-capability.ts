import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import type { ChosenModel } from './choose-model.ts';
import { isStarterEngine } from './is-starter-engine.ts';
import { installedModelsWith } from './installed-models-with.ts';
import { describeCapability, suggestModels } from './suggest-models.ts';
import type { NodeCapability } from './suggest-models.ts';

/**
 * Gives the facts of the model, or undefined when they cannot be had. Rejects with MODEL_LACKS_CAPABILITY when the
 * provider says that the model cannot do it (naming installed ones that can), with MODEL_NOT_FOUND when it is not
 * installed, and with CANCELLED. Every other failure is left to the call that follows: it knows better.
 */
export async function requireCapability(
  model: ChosenModel,
  capability: NodeCapability,
  signal: AbortSignal,
): Promise<ModelFacts | undefined> {
  const facts = await factsOf(model, signal);
  if (facts?.[capability] !== 'no') return facts;
  const listed = await installedModelsWith(model.provider, capability, signal);
  const isStarter = listed?.length === 0 && (await isStarterEngine(model.provider, signal));
  throw new NodetoolError(
    'MODEL_LACKS_CAPABILITY',
    `${model.id} cannot ${describeCapability(capability)}${whatItCan(facts)}.`,
    {
      action: { kind: 'choose-model' },
      ...suggestModels(capability, listed, isStarter),
      details: { model: model.id, capability, capabilities: facts.capabilities },
    },
  );
}

async function factsOf(model: ChosenModel, signal: AbortSignal): Promise<ModelFacts | undefined> {
  try {
    return await model.provider.getModelFacts(model.id, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const isFinal =
      isNodetoolError(error) && (error.code === 'MODEL_NOT_FOUND' || error.code === 'CANCELLED');
    if (isFinal) throw error;
    return undefined;
  }
}

function whatItCan(facts: ModelFacts): string {
  if (facts.capabilities === undefined || facts.capabilities.length === 0) return '';
  return ` (it can do ${facts.capabilities.join(', ')})`;
}
