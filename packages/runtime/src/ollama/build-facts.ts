import { definedFields } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { capabilityFacts } from './capabilities.ts';
import { dimensionFacts } from './dimensions.ts';
import { findLoaded } from './load-state.ts';
import type { LoadedModel } from './load-state.ts';
import { fitsInMemory } from './memory-fit.ts';
import type { ListedModel } from './model-list.ts';
import type { ShownModel } from './show-model.ts';

/** Everything that was heard of one model. What was not asked or not told is undefined. */
export interface HeardOfModel {
  /** Full name with tag. */
  readonly name: string;
  readonly listed: ListedModel | undefined;
  readonly shown: ShownModel | undefined;
  /** The models in memory. */
  readonly loaded: readonly LoadedModel[] | undefined;
  /** Whether the daemon runs on this machine. */
  readonly isLocal: boolean;
}

/** Puts together what is known of a model. A fact that nobody told is absent. */
export function buildFacts({ name, listed, shown, loaded, isLocal }: HeardOfModel): ModelFacts {
  const isRemote = shown?.isRemote === true || listed?.isRemote === true;
  const capabilities = capabilityFacts(name, shown, listed);
  const digest = listed?.digest;
  const inMemory = loaded === undefined ? undefined : findLoaded(loaded, name, digest);
  const facts = {
    provider: 'ollama',
    id: name,
    digest,
    ...capabilities,
    ...dimensionFacts(capabilities.embedding, shown, listed),
    contextLength: shown?.contextLength ?? listed?.contextLength,
    loadedContextLength: inMemory?.contextLength,
    sizeBytes: listed?.sizeBytes,
    family: shown?.family ?? listed?.family,
    parameterSize: shown?.parameterSize ?? listed?.parameterSize,
    quantization: shown?.quantization ?? listed?.quantization,
    loaded: loadedState(loaded, inMemory, isRemote),
    fitsInMemory: fitsInMemory(listed?.sizeBytes, isLocal && !isRemote),
    ...(listed === undefined && shown === undefined ? {} : { remote: isRemote }),
  };
  return definedFields(facts);
}

function loadedState(
  loaded: readonly LoadedModel[] | undefined,
  inMemory: LoadedModel | undefined,
  isRemote: boolean,
): TriState {
  if (inMemory !== undefined) return 'yes';
  return loaded === undefined || isRemote ? 'unknown' : 'no';
}
