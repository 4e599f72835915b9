import { isRecord } from '@nodetool-ai/graph';
import type { TriState } from '@nodetool-ai/graph';
import { completeModelName } from './model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { readCount, readText } from './wire-values.ts';

/** A model in memory. */
export interface LoadedModel {
  readonly name: string;
  readonly digest: string | undefined;
  /** Context that it was loaded with, in tokens; daemons before 0.10 do not say. */
  readonly contextLength: number | undefined;
}

/** The question is asked before every answer, so it must not hold one up for long. */
const ASK_TIMEOUT_MS = 2000;

/** Asks which models are in memory: one request. Undefined when the daemon cannot say; never rejects. */
export async function askLoadedModels(
  connection: OllamaConnection,
  signal?: AbortSignal,
): Promise<readonly LoadedModel[] | undefined> {
  try {
    const answer = await requestJson(
      { method: 'GET', path: '/api/ps', signal, totalTimeoutMs: ASK_TIMEOUT_MS },
      { connection },
    );
    const models = isRecord(answer) ? answer['models'] : undefined;
    if (models === null) return [];
    return Array.isArray(models) ? models.filter(isRecord).map(readLoadedModel) : undefined;
  } catch {
    return undefined;
  }
}

/** Finds a model among those in memory, by its full name or its digest. */
export function findLoaded(
  loaded: readonly LoadedModel[],
  name: string,
  digest: string | undefined,
): LoadedModel | undefined {
  return (
    loaded.find((model) => completeModelName(model.name) === name) ??
    loaded.find((model) => digest !== undefined && model.digest === digest)
  );
}

/** Whether a model is in memory now; `unknown` when the daemon cannot say. One request; never rejects. */
export async function isLoaded(
  connection: OllamaConnection,
  model: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<TriState> {
  const loaded = await askLoadedModels(connection, options.signal);
  if (loaded === undefined) return 'unknown';
  return findLoaded(loaded, completeModelName(model), undefined) === undefined ? 'no' : 'yes';
}

function readLoadedModel(model: Readonly<Record<string, unknown>>): LoadedModel {
  return {
    name: readText(model['name']) ?? readText(model['model']) ?? '',
    digest: readText(model['digest']),
    contextLength: readCount(model['context_length']),
  };
}
