import type { ModelFacts } from '@nodetool-ai/graph';
import type { EmbeddingModel, LanguageModel } from '../../providers/base-provider.ts';

/** The models that answer text: also those of which nothing could be learned, which may well; not those that embed. */
export function languageModels(facts: readonly ModelFacts[]): readonly LanguageModel[] {
  return facts
    .filter((model) => model.completion !== 'no')
    .map(({ id, provider }) => ({ id, name: id, provider }));
}

/** The models that make vectors, with their dimensions where these are known. */
export function embeddingModels(facts: readonly ModelFacts[]): readonly EmbeddingModel[] {
  return facts
    .filter((model) => model.embedding === 'yes')
    .map(({ id, provider, dimensions }) => ({
      id,
      name: id,
      provider,
      ...(dimensions === undefined ? {} : { dimensions }),
    }));
}
