import { isRecord, NodetoolError } from '@nodetool-ai/graph';

/** One model of `/api/tags`, as far as it is used. */
export interface TagsEntry {
  readonly name: string;
  readonly digest: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly family: string | undefined;
  readonly parameterSize: string | undefined;
  readonly quantization: string | undefined;
  /** Only daemons from 0.30 tell these. */
  readonly capabilities: readonly string[] | undefined;
  readonly contextLength: number | undefined;
  readonly embeddingLength: number | undefined;
  readonly remote: boolean;
}

/** Reads an answer of `/api/tags`. Throws OLLAMA_NOT_OLLAMA when it is something else. */
export function readTags(answer: unknown): readonly TagsEntry[] {
  const models = isRecord(answer) ? answer['models'] : undefined;
  // A daemon without models says null in some versions.
  if (models === null) return [];
  if (!Array.isArray(models)) {
    throw new NodetoolError(
      'OLLAMA_NOT_OLLAMA',
      'The address answers, but not with the list of models that Ollama sends.',
    );
  }
  return models
    .filter(isRecord)
    .map(readEntry)
    .filter((entry) => entry.name !== '');
}

function readEntry(model: Record<string, unknown>): TagsEntry {
  const details = isRecord(model['details']) ? model['details'] : {};
  return {
    name: text(model['name']) ?? text(model['model']) ?? '',
    digest: text(model['digest']),
    sizeBytes: positive(model['size']),
    family: text(details['family']),
    parameterSize: text(details['parameter_size']),
    quantization: text(details['quantization_level']),
    capabilities: texts(model['capabilities']),
    contextLength: positive(details['context_length']),
    embeddingLength: positive(details['embedding_length']),
    remote: text(model['remote_host']) !== undefined,
  };
}

/** A text that says something; the daemon writes `unknown` where it knows nothing. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'unknown' ? value : undefined;
}

/** A whole number above zero. */
export function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** A list of texts. */
export function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : undefined;
}
