import { NodetoolError, toModelReference } from '@nodetool-ai/graph';
import type { ModelSetting } from '@nodetool-ai/graph';
import type { BaseProvider, ProviderAccess } from '@nodetool-ai/runtime';
import { installedModelsWith } from './installed-models-with.ts';
import { suggestModels } from './suggest-models.ts';
import type { NodeCapability } from './suggest-models.ts';

/** A model and the provider that runs it. */
export interface ChosenModel {
  /** Name as the person gave it. */
  readonly id: string;
  readonly provider: BaseProvider;
}

/** What is asked for. */
export interface ModelChoice {
  readonly settings: { readonly provider: string; readonly model: ModelSetting };
  /** What the model is wanted for; decides which models are suggested when none is chosen. */
  readonly capability: NodeCapability;
  readonly providers: ProviderAccess;
  readonly signal: AbortSignal;
}

/**
 * Gives the model that the settings name. Rejects with MODEL_NOT_CHOSEN when they name none; its hint lists the
 * installed models that would do, if the provider can be asked (one small request).
 */
export async function chooseModel(choice: ModelChoice): Promise<ChosenModel> {
  const { settings, capability, providers, signal } = choice;
  const reference = toModelReference(settings.model, settings.provider);
  if (reference !== undefined)
    return { id: reference.id, provider: await providers.get(reference.provider) };
  const listed = await listQuietly(choice);
  signal.throwIfAborted();
  throw new NodetoolError('MODEL_NOT_CHOSEN', 'No model is chosen.', {
    action: { kind: 'choose-model' },
    ...suggestModels(capability, listed),
  });
}

/** The list only makes the hint better: a provider that does not exist here must not hide what is wrong. */
async function listQuietly(choice: ModelChoice): Promise<readonly string[] | undefined> {
  const { settings, capability, providers, signal } = choice;
  try {
    const named = typeof settings.model === 'string' ? undefined : settings.model.provider;
    const provider = toModelReference({ id: '-', provider: named }, settings.provider)?.provider;
    return await installedModelsWith(await providers.get(provider ?? ''), capability, signal);
  } catch {
    return undefined;
  }
}
