import { modelCapabilitySchema } from '@nodetool-ai/graph';
import type { ModelCapability, ModelFacts, TriState } from '@nodetool-ai/graph';
import { overrideCapabilities } from '../../overrides/override-capabilities.ts';
import type { ListedModel } from './model-list.ts';
import type { ShownModel } from './show-model.ts';

/** What is known of what a model can do. */
export type CapabilityFacts = Pick<
  ModelFacts,
  | 'capabilities'
  | 'capabilitiesSource'
  | 'tools'
  | 'thinking'
  | 'vision'
  | 'embedding'
  | 'completion'
>;

/** What the list does not look into every model for: what it lacks of these may still be there. */
const UNCERTAIN_IN_LIST: readonly ModelCapability[] = ['tools', 'thinking', 'insert'];
/** What cannot be guessed from the parts of a model. */
const UNCERTAIN_IN_GUESS: readonly ModelCapability[] = [
  'tools',
  'thinking',
  'insert',
  'audio',
  'image',
];

/**
 * Gives the capabilities: as the person says; else as `/api/show` says; else as the list hints; else, for daemons before
 * 0.6.4 that say nothing, guessed from the parts of the model. What cannot be known is `unknown`.
 */
export function capabilityFacts(
  name: string,
  shown: ShownModel | undefined,
  listed: ListedModel | undefined,
): CapabilityFacts {
  return overrideCapabilities(heardCapabilities(name, shown, listed), shown?.override);
}

function heardCapabilities(
  name: string,
  shown: ShownModel | undefined,
  listed: ListedModel | undefined,
): CapabilityFacts {
  if (shown?.capabilities !== undefined) return facts(shown.capabilities, 'show', []);
  if (shown !== undefined) return facts(guess(name, shown), 'guessed', UNCERTAIN_IN_GUESS);
  if (listed?.hints !== undefined) return facts(listed.hints, 'tags', UNCERTAIN_IN_LIST);
  const unknown = 'unknown';
  return {
    tools: unknown,
    thinking: unknown,
    vision: unknown,
    embedding: unknown,
    completion: unknown,
  };
}

function facts(
  told: readonly string[],
  capabilitiesSource: 'show' | 'tags' | 'guessed',
  uncertain: readonly ModelCapability[],
): CapabilityFacts {
  const capabilities = told.flatMap((name) => modelCapabilitySchema.safeParse(name).data ?? []);
  const can = (capability: ModelCapability): TriState => {
    if (capabilities.includes(capability)) return 'yes';
    return uncertain.includes(capability) ? 'unknown' : 'no';
  };
  return {
    capabilities,
    capabilitiesSource,
    tools: can('tools'),
    thinking: can('thinking'),
    vision: can('vision'),
    embedding: can('embedding'),
    completion: can('completion'),
  };
}

function guess(name: string, shown: ShownModel): readonly ModelCapability[] {
  if (shown.doesPool || /embed|minilm|(^|[/-])(bge|gte|e5)-/i.test(name)) return ['embedding'];
  return shown.hasProjector ? ['completion', 'vision'] : ['completion'];
}
