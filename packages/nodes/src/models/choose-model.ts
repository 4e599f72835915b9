import { isNodetoolError, NodetoolError, toModelReference } from '@nodetool-ai/graph';
import type { ModelFacts, ModelReference, ModelSetting } from '@nodetool-ai/graph';
import type { BaseProvider, ProviderAccess } from '@nodetool-ai/runtime';
import { isStarterEngine } from './is-starter-engine.ts';
import { describeCapability, suggestModels } from './suggest-models.ts';
import type { NodeCapability } from './suggest-models.ts';

/** A model and the provider that runs it. */
export interface ChosenModel {
  /** Name as the person gave it. */
  readonly id: string;
  readonly provider: BaseProvider;
  /** Why it is this one, in words; absent when the node itself names it. */
  readonly reason?: string;
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
 * Gives the model that the node names; where it names none, the one of the settings, else the only installed one that
 * can do what is wanted (one small request). Rejects with MODEL_NOT_CHOSEN when none or several could be meant, with a
 * hint that lists them, and with the error of an engine that cannot be asked.
 */
export async function chooseModel(choice: ModelChoice): Promise<ChosenModel> {
  const { settings, capability, providers, signal } = choice;
  const reference = toModelReference(settings.model, settings.provider);
  if (reference !== undefined)
    return { id: reference.id, provider: await providers.get(reference.provider) };
  const named = providerOf(settings);
  const preferred = await providers.defaultModel?.(capability);
  if (preferred !== undefined) {
    const reason = 'the settings name it for nodes that name none';
    return { id: preferred, provider: await providers.get(named), reason };
  }
  const { provider, facts } = await listModels(named, choice);
  const fitting = facts?.filter((model) => model[capability] === 'yes') ?? [];
  const isOpen = facts?.some((model) => model[capability] === 'unknown') ?? true;
  // What runs elsewhere gets no prompt unless the person names it.
  const own = fitting.filter((model) => model.remote !== true);
  const [only] = own;
  if (provider !== undefined && only !== undefined && own.length === 1 && !isOpen) {
    const reason = `it is the only installed model that can ${describeCapability(capability)}`;
    return { id: only.id, provider, reason };
  }
  signal.throwIfAborted();
  const listed = facts === undefined || (fitting.length === 0 && isOpen) ? undefined : fitting;
  const isStarter =
    listed?.length === 0 && provider !== undefined && (await isStarterEngine(provider, signal));
  throw new NodetoolError('MODEL_NOT_CHOSEN', 'No model is chosen.', {
    action: { kind: 'choose-model' },
    ...suggestModels(
      capability,
      listed?.map(({ id }) => id),
      isStarter,
    ),
  });
}

function providerOf({ model, provider }: ModelChoice['settings']): string {
  const own = typeof model === 'string' ? undefined : model.provider;
  const reference: ModelReference | undefined = toModelReference(
    { id: '-', provider: own },
    provider,
  );
  return reference?.provider ?? '';
}

/** A provider that does not exist here must not hide that no model is chosen; an engine that does not answer must. */
async function listModels(
  name: string,
  { providers, signal }: ModelChoice,
): Promise<{ provider?: BaseProvider; facts?: readonly ModelFacts[] }> {
  let provider: BaseProvider | undefined;
  try {
    provider = await providers.get(name);
    return { provider, facts: await provider.listModelFacts({ complete: true, signal }) };
  } catch (error) {
    signal.throwIfAborted();
    if (isNodetoolError(error) && /^(OLLAMA|STARTER)_/.test(error.code)) throw error;
    return provider === undefined ? {} : { provider };
  }
}
