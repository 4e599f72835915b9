import { isRecord, modelFactsSchema, triStateSchema } from '@nodetool-ai/graph';
import type { ModelFacts, TriState } from '@nodetool-ai/graph';
import type { LanguageModel } from '../providers/base-provider.ts';
import type { EmbeddingResult } from '../providers/embedding-requests.ts';
import type { GeneratedMessage } from '../providers/provider-requests.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';

/** Whether a value of a tape is what `status` gives. */
export function isProviderStatus(value: unknown): value is ProviderStatus {
  return isRecord(value) && typeof value['state'] === 'string' && typeof value['url'] === 'string';
}

/** Whether a value of a tape is what `getModelFacts` gives. */
export function isModelFacts(value: unknown): value is ModelFacts {
  return modelFactsSchema.safeParse(value).success;
}

/** Whether a value of a tape is what `isModelLoaded` gives. */
export function isTriState(value: unknown): value is TriState {
  return triStateSchema.safeParse(value).success;
}

/** Whether a value of a tape is one of those that the lists of models give. */
export function isListedModel(value: unknown): value is LanguageModel {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';
}

/** Whether a value of a tape is what `generateMessage` gives. */
export function isGeneratedMessage(value: unknown): value is GeneratedMessage {
  return isRecord(value) && typeof value['content'] === 'string' && isRecord(value['usage']);
}

/** Whether a value of a tape is what `embed` gives. */
export function isEmbeddingResult(value: unknown): value is EmbeddingResult {
  return (
    isRecord(value) &&
    Array.isArray(value['vectors']) &&
    value['vectors'].every((vector) => vector instanceof Float32Array) &&
    isRecord(value['usage'])
  );
}

/** Whether a value of a tape is what `generateEmbedding` gives. */
export function isRowList(value: unknown): value is number[][] {
  return (
    Array.isArray(value) &&
    value.every((row) => Array.isArray(row) && row.every((number) => typeof number === 'number'))
  );
}

/** Gives the guard for a list of what another guard knows. */
export function isListOf<T>(
  isItem: (value: unknown) => value is T,
): (value: unknown) => value is T[] {
  return (value): value is T[] => Array.isArray(value) && value.every(isItem);
}
