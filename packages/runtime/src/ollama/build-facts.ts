import { totalmem } from 'node:os';
import { definedFields, modelCapabilitySchema } from '@nodetool-ai/graph';
import type { ModelCapability, ModelFacts, TriState } from '@nodetool-ai/graph';
import type { LearnedModel } from './facts-cache.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { TagsEntry } from './tags-entry.ts';

/** Everything that was heard of one model. */
export interface HeardFacts {
  readonly id: string;
  readonly entry: TagsEntry | undefined;
  /** What `/api/show` said; absent when it was not asked. */
  readonly learned: LearnedModel | undefined;
  readonly loaded: LoadedModels | undefined;
  /** Whether the daemon runs on this machine. */
  readonly isLocal: boolean;
}

/** Weights, and about a fifth more for the context and the engine. */
const MEMORY_FACTOR = 1.2;

/** Puts together what is known of a model. `show` is the authority; the list gives hints. */
export function buildFacts(heard: HeardFacts): ModelFacts {
  const { id, entry, learned, loaded, isLocal } = heard;
  const show = learned?.show;
  const told = show?.capabilities ?? (show === undefined ? trustedHints(entry) : undefined);
  const capabilities = told === undefined ? undefined : knownCapabilities(told);
  // The list does not look into every template: what it lacks of these two may still be there.
  const isFinal = show?.capabilities !== undefined;
  const can = (capability: ModelCapability): TriState => {
    if (capabilities === undefined) return 'unknown';
    if (capabilities.includes(capability)) return 'yes';
    return isFinal || (capability !== 'tools' && capability !== 'thinking') ? 'no' : 'unknown';
  };
  const facts = {
    provider: 'ollama',
    id,
    digest: entry?.digest,
    capabilities,
    capabilitiesSource:
      capabilities === undefined ? undefined : isFinal ? ('show' as const) : ('tags' as const),
    tools: can('tools'),
    thinking: can('thinking'),
    vision: can('vision'),
    embedding: can('embedding'),
    completion: can('completion'),
    ...dimensionsOf(heard, can('embedding')),
    contextLength: show?.contextLength ?? entry?.contextLength,
    loadedContextLength: loaded?.get(id),
    sizeBytes: entry?.sizeBytes,
    family: show?.family ?? entry?.family,
    parameterSize: show?.parameterSize ?? entry?.parameterSize,
    quantization: show?.quantization ?? entry?.quantization,
    loaded:
      loaded === undefined
        ? ('unknown' as const)
        : loaded.has(id)
          ? ('yes' as const)
          : ('no' as const),
    fitsInMemory: fits(entry?.sizeBytes, isLocal),
    remote: show?.remote ?? entry?.remote,
  };
  return definedFields(facts);
}

/** Entries without both lengths come from a header that the daemon could not read to its end: nothing of it counts. */
function trustedHints(entry: TagsEntry | undefined): readonly string[] | undefined {
  const isWhole = entry?.contextLength !== undefined && entry.embeddingLength !== undefined;
  return isWhole ? entry.capabilities : undefined;
}

/** Whether the list says enough of a model for a list of ours. */
export function saysEnough(entry: TagsEntry): boolean {
  return trustedHints(entry) !== undefined;
}

function knownCapabilities(told: readonly string[]): ModelCapability[] {
  return told.flatMap((name) => {
    const known = modelCapabilitySchema.safeParse(name);
    return known.success ? [known.data] : [];
  });
}

function dimensionsOf(
  { entry, learned }: HeardFacts,
  embedding: TriState,
): Pick<ModelFacts, 'dimensions' | 'dimensionsSource'> {
  if (embedding !== 'yes') return {};
  if (learned?.show.embeddingLength !== undefined) {
    return { dimensions: learned.show.embeddingLength, dimensionsSource: 'show' };
  }
  if (learned?.probedDimensions !== undefined)
    return { dimensions: learned.probedDimensions, dimensionsSource: 'probe' };
  if (learned === undefined && entry?.embeddingLength !== undefined) {
    return { dimensions: entry.embeddingLength, dimensionsSource: 'tags' };
  }
  return {};
}

function fits(sizeBytes: number | undefined, isLocal: boolean): TriState {
  if (sizeBytes === undefined || !isLocal) return 'unknown';
  return sizeBytes * MEMORY_FACTOR <= totalmem() ? 'yes' : 'no';
}
