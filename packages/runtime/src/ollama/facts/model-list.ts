import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { readCount, readText, readTexts } from './wire-values.ts';

/** One model of `/api/tags`, as far as it is used. */
export interface ListedModel {
  /** Full name with tag. */
  readonly name: string;
  readonly digest: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly family: string | undefined;
  readonly parameterSize: string | undefined;
  readonly quantization: string | undefined;
  /** Hints of daemons from 0.30 on, and only where the daemon could read the whole header of the model. */
  readonly hints: readonly string[] | undefined;
  readonly contextLength: number | undefined;
  readonly embeddingLength: number | undefined;
  /** Whether it runs in the cloud. */
  readonly isRemote: boolean;
}

/** Asks for the installed models: one request. Rejects when the daemon cannot be asked. */
export async function askModelList(
  connection: OllamaConnection,
  signal?: AbortSignal,
): Promise<readonly ListedModel[]> {
  const totalTimeoutMs = connection.limits.askTimeoutMs;
  const answer = await requestJson(
    { method: 'GET', path: '/api/tags', signal, totalTimeoutMs },
    { connection },
  );
  return readModelList(answer, connection.url);
}

function readModelList(answer: unknown, url: string): readonly ListedModel[] {
  const models = isRecord(answer) ? answer['models'] : undefined;
  // A daemon without models says null in some versions.
  if (models === null) return [];
  if (!Array.isArray(models)) {
    const message = `${url} answers, but not with the list of models that Ollama sends.`;
    throw new NodetoolError('OLLAMA_NOT_OLLAMA', message, { details: { url } });
  }
  return models
    .filter(isRecord)
    .map(readListedModel)
    .filter((model) => model.name !== '');
}

function readListedModel(model: Readonly<Record<string, unknown>>): ListedModel {
  const details = isRecord(model['details']) ? model['details'] : {};
  const contextLength = readCount(details['context_length']);
  const embeddingLength = readCount(details['embedding_length']);
  // Without both lengths the daemon gave up in the header, and says `completion` of everything.
  const isWhole = contextLength !== undefined && embeddingLength !== undefined;
  const isRemote =
    readText(model['remote_host']) !== undefined || readText(model['remote_model']) !== undefined;
  return {
    name: readText(model['name']) ?? readText(model['model']) ?? '',
    digest: readText(model['digest']),
    // What is here of a remote model is only a note of its name.
    sizeBytes: isRemote ? undefined : readCount(model['size']),
    family: readText(details['family']),
    parameterSize: readText(details['parameter_size']),
    quantization: readText(details['quantization_level']),
    hints: isWhole ? readTexts(model['capabilities']) : undefined,
    contextLength,
    embeddingLength,
    isRemote,
  };
}
