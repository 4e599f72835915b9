import { isRecord } from '@nodetool-ai/graph';
import type { OllamaConnection } from './ollama-connection.ts';
import { positive, text } from './tags-entry.ts';

/** Full names of the models in memory, with the context that each was given (in tokens), where it is told. */
export type LoadedModels = ReadonlyMap<string, number | undefined>;

/** Asks which models are in memory. Undefined when the daemon cannot say. */
export async function askLoadedModels(
  connection: OllamaConnection,
  signal: AbortSignal | undefined,
): Promise<LoadedModels | undefined> {
  try {
    const answer = await connection.json({
      method: 'GET',
      path: '/api/ps',
      signal,
      timeoutMs: 5000,
    });
    const models = isRecord(answer) ? answer['models'] : undefined;
    if (models === null) return new Map();
    if (!Array.isArray(models)) return undefined;
    return new Map(
      models
        .filter(isRecord)
        .map((model) => [text(model['name']) ?? '', positive(model['context_length'])]),
    );
  } catch {
    return undefined;
  }
}
