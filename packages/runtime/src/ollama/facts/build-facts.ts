import { definedFields } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import { overrideCapabilities } from '../../overrides/override-capabilities.ts';
import type { ModelOverride } from '../../overrides/model-override.ts';
import { capabilityFacts } from './capabilities.ts';
import { dimensionFacts } from './dimensions.ts';
import { findLoaded } from './load-state.ts';
import type { LoadedModel } from './load-state.ts';
import { fitsInMemory } from './memory-fit.ts';
import type { ListedModel } from './model-list.ts';
import { modelSource } from './model-source.ts';
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
  /** Whether what answers is Ollama's own service, and no daemon. */
  readonly isCloud?: boolean;
  /** What a person says of it; wins over everything that was heard. */
  readonly override?: ModelOverride | undefined;
}

/** Puts together what is known of a model. A fact that nobody told is absent. */
export function buildFacts(heard: HeardOfModel): ModelFacts {
  const { name, listed, shown, loaded, isLocal, override } = heard;
  const source = modelSource(name);
  const isToldRemote = shown?.isRemote === true || listed?.isRemote === true;
  const isRemote = heard.isCloud === true || source === 'cloud' || isToldRemote;
  const isKnown = listed !== undefined || shown !== undefined || source !== undefined;
  const capabilities = overrideCapabilities(capabilityFacts(name, shown, listed), override);
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
    ...(isKnown || isRemote ? { remote: isRemote } : {}),
    ...overriddenLengths(override),
    overridden: override === undefined ? undefined : Object.keys(override),
  };
  return definedFields(facts);
}

function overriddenLengths(override: ModelOverride | undefined) {
  const { dimensions, contextLength } = override ?? {};
  return {
    ...(dimensions === undefined ? {} : { dimensions, dimensionsSource: 'override' as const }),
    ...(contextLength === undefined ? {} : { contextLength }),
  };
}

function loadedState(
  loaded: readonly LoadedModel[] | undefined,
  inMemory: LoadedModel | undefined,
  isRemote: boolean,
): TriState {
  if (inMemory !== undefined) return 'yes';
  return loaded === undefined || isRemote ? 'unknown' : 'no';
}
