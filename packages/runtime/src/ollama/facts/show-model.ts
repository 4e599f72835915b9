import { isRecord } from '@nodetool-ai/graph';
import type { ModelOverride } from '../../overrides/model-override.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { readText, readTexts, readCount } from './wire-values.ts';

/** What `/api/show` says of a model, as far as it is used. It is the authority. */
export interface ShownModel {
  /** Absent on daemons before 0.6.4. */
  readonly capabilities: readonly string[] | undefined;
  readonly contextLength: number | undefined;
  /** Length of its hidden states; for an embedding model the length of its vectors. */
  readonly embeddingLength: number | undefined;
  readonly family: string | undefined;
  readonly parameterSize: string | undefined;
  readonly quantization: string | undefined;
  /** Whether the model pools its tokens into one vector: the mark of an embedding model. */
  readonly doesPool: boolean;
  /** Whether it has a part that reads images. */
  readonly hasProjector: boolean;
  /** Whether it runs in the cloud. */
  readonly isRemote: boolean;
  /** What a person says of its capabilities; wins over the capabilities here. */
  readonly override?: ModelOverride;
}

/** Asks about one model. Rejects with MODEL_NOT_FOUND, or when the daemon cannot be asked. */
export async function askShownModel(
  connection: OllamaConnection,
  model: string,
  signal?: AbortSignal,
): Promise<ShownModel> {
  const totalTimeoutMs = connection.limits.askTimeoutMs;
  const answer = await requestJson(
    { method: 'POST', path: '/api/show', body: { model }, signal, totalTimeoutMs },
    { connection, model },
  );
  return readShownModel(answer);
}

function readShownModel(answer: unknown): ShownModel {
  const fields = isRecord(answer) ? answer : {};
  const info = isRecord(fields['model_info']) ? fields['model_info'] : {};
  const details = isRecord(fields['details']) ? fields['details'] : {};
  return {
    capabilities: readTexts(fields['capabilities']),
    contextLength: readCount(ofArchitecture(info, 'context_length')),
    embeddingLength: readCount(ofArchitecture(info, 'embedding_length')),
    family: readText(details['family']),
    parameterSize: readText(details['parameter_size']),
    quantization: readText(details['quantization_level']),
    doesPool: ofArchitecture(info, 'pooling_type') !== undefined,
    hasProjector: isRecord(fields['projector_info']),
    isRemote:
      readText(fields['remote_host']) !== undefined ||
      readText(fields['remote_model']) !== undefined,
  };
}

/**
 * A value of the model's own architecture: the keys carry its name (`bert.embedding_length`). Where that name is
 * missing, the single key of two steps decides; `clip.vision.embedding_length` belongs to a projector.
 */
function ofArchitecture(info: Readonly<Record<string, unknown>>, name: string): unknown {
  const architecture = readText(info['general.architecture']);
  const own = architecture === undefined ? undefined : info[`${architecture}.${name}`];
  if (own !== undefined && own !== null) return own;
  const keys = Object.keys(info).filter(
    (key) => /^[^.]+\./.test(key) && key.split('.').slice(1).join('.') === name,
  );
  return keys.length === 1 ? info[keys[0] ?? ''] : undefined;
}
