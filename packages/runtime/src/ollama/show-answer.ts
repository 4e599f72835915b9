import { isRecord } from '@nodetool-ai/graph';
import { positive, text, texts } from './tags-entry.ts';

/** What `/api/show` says of a model, as far as it is used. */
export interface ShowAnswer {
  /** Absent on daemons before 0.6.4. */
  readonly capabilities: readonly string[] | undefined;
  readonly contextLength: number | undefined;
  readonly embeddingLength: number | undefined;
  readonly family: string | undefined;
  readonly parameterSize: string | undefined;
  readonly quantization: string | undefined;
  readonly remote: boolean;
}

/** Reads an answer of `/api/show`; what it does not say stays absent. */
export function readShow(answer: unknown): ShowAnswer {
  const fields = isRecord(answer) ? answer : {};
  const info = isRecord(fields['model_info']) ? fields['model_info'] : {};
  const details = isRecord(fields['details']) ? fields['details'] : {};
  return {
    capabilities: texts(fields['capabilities']),
    contextLength: architectureNumber(info, 'context_length'),
    embeddingLength: architectureNumber(info, 'embedding_length'),
    family: text(details['family']),
    parameterSize: text(details['parameter_size']),
    quantization: text(details['quantization_level']),
    remote: text(fields['remote_host']) !== undefined,
  };
}

/**
 * A number of the model's own architecture: the keys carry its name (`bert.embedding_length`). Where the name is
 * missing, the single key of one level decides; `clip.vision.embedding_length` belongs to a projector.
 */
function architectureNumber(
  info: Readonly<Record<string, unknown>>,
  name: string,
): number | undefined {
  const architecture = text(info['general.architecture']);
  const own = architecture === undefined ? undefined : positive(info[`${architecture}.${name}`]);
  if (own !== undefined) return own;
  const keys = Object.keys(info).filter(
    (key) => key.split('.').length === 2 && key.endsWith(`.${name}`),
  );
  return keys.length === 1 ? positive(info[keys[0] ?? '']) : undefined;
}
