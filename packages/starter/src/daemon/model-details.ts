import { definedFields } from '@nodetool-ai/graph';
import type { ModelInformation } from '../inference/inference-engine.ts';
import { humanNumber } from './human-number.ts';

/** `details` of a model, as `/api/show` and `/api/ps` tell them. What the file does not say is `unknown` or empty. */
export function modelDetails(information: ModelInformation | undefined) {
  const { architecture, parameterCount, quantization } = information ?? {};
  return {
    parent_model: '',
    format: 'gguf',
    family: architecture ?? '',
    families: architecture === undefined ? null : [architecture],
    parameter_size: parameterCount === undefined ? '' : humanNumber(parameterCount),
    quantization_level: quantization ?? 'unknown',
  };
}

/** `details` of a model, as `/api/tags` tells them since 0.30: with both lengths, where the file says them. */
export function listedDetails(information: ModelInformation | undefined) {
  return {
    ...modelDetails(information),
    ...definedFields({
      context_length: information?.contextLength,
      embedding_length: information?.embeddingLength,
    }),
  };
}
