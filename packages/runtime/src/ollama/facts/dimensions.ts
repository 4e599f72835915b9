import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import type { ListedModel } from './model-list.ts';
import type { ShownModel } from './show-model.ts';

/** The length of a model's vectors and who said so. */
export type DimensionFacts = Pick<ModelFacts, 'dimensions' | 'dimensionsSource'>;

/**
 * Gives the length of the vectors of an embedding model: as `/api/show` says, else as the list says. Empty for other
 * models (their hidden states have a length too, but they make no vectors) and where nobody says.
 */
export function dimensionFacts(
  embedding: TriState,
  shown: ShownModel | undefined,
  listed: ListedModel | undefined,
): DimensionFacts {
  if (embedding !== 'yes') return {};
  if (shown?.embeddingLength !== undefined)
    return { dimensions: shown.embeddingLength, dimensionsSource: 'show' };
  const isTrusted = listed?.hints !== undefined && listed.embeddingLength !== undefined;
  return isTrusted ? { dimensions: listed.embeddingLength, dimensionsSource: 'tags' } : {};
}
