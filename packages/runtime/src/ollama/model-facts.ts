import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { buildFacts, saysEnough } from './build-facts.ts';
import { embedTexts } from './embed.ts';
import { rememberModel } from './facts-cache.ts';
import type { LearnedModel } from './facts-cache.ts';
import { askLoadedModels } from './loaded-models.ts';
import { completeModelName } from './model-name.ts';
import { isLoopback } from './ollama-connection.ts';
import type { OllamaConnection } from './ollama-connection.ts';
import { readShow } from './show-answer.ts';
import { readTags } from './tags-entry.ts';
import type { TagsEntry } from './tags-entry.ts';

/** Small questions are answered at once or not at all. */
const QUESTION_TIMEOUT_MS = 10_000;
/** Questions about models at a time. */
const MOST_QUESTIONS = 4;

/** The installed models. Rejects when the daemon cannot be asked. */
export async function askTags(
  connection: OllamaConnection,
  signal?: AbortSignal,
): Promise<readonly TagsEntry[]> {
  return readTags(
    await connection.json({
      method: 'GET',
      path: '/api/tags',
      signal,
      timeoutMs: QUESTION_TIMEOUT_MS,
    }),
  );
}

/**
 * Facts of all models: one request for the list and one for those in memory; `/api/show` only for models of which the
 * list does not say enough, or of all when `complete`.
 */
export async function listModelFacts(
  connection: OllamaConnection,
  options: { readonly signal?: AbortSignal; readonly complete?: boolean } = {},
): Promise<readonly ModelFacts[]> {
  const { signal, complete = false } = options;
  const [entries, loaded] = await Promise.all([
    askTags(connection, signal),
    askLoadedModels(connection, signal),
  ]);
  const isLocal = isLoopback(connection.url);
  return mapBounded(entries, async (entry) => {
    const mustAsk = complete || !saysEnough(entry);
    const learned = mustAsk ? await learnQuietly(connection, entry, signal) : undefined;
    return buildFacts({ id: entry.name, entry, learned, loaded, isLocal });
  });
}

/** Facts of one model, `/api/show` asked. Rejects with MODEL_NOT_FOUND, naming the installed ones. */
export async function askModelFacts(
  connection: OllamaConnection,
  model: string,
  signal?: AbortSignal,
): Promise<ModelFacts> {
  const id = completeModelName(model);
  const [entries, loaded] = await Promise.all([
    askTags(connection, signal),
    askLoadedModels(connection, signal),
  ]);
  const entry = entries.find((candidate) => candidate.name === id);
  try {
    const learned = await learn(connection, id, entry?.digest, signal);
    return buildFacts({ id, entry, learned, loaded, isLocal: isLoopback(connection.url) });
  } catch (error) {
    throw nameInstalled(error, model, entries);
  }
}

/** Adds to MODEL_NOT_FOUND which models are installed. Other errors are given back as they are. */
export function nameInstalled(
  error: unknown,
  model: string,
  entries: readonly TagsEntry[],
): unknown {
  if (!isNodetoolError(error) || error.code !== 'MODEL_NOT_FOUND') return error;
  const names = entries.map((entry) => entry.name).join(', ');
  const installed = names === '' ? 'No model is installed yet.' : `Installed: ${names}.`;
  return new NodetoolError('MODEL_NOT_FOUND', `The model ${model} is not installed.`, {
    hint: `Pull it with \`ollama pull ${model}\`. ${installed}`,
    action: { kind: 'pull-model', subject: model },
    cause: error,
    details: { ...error.details, model, installed: entries.map((entry) => entry.name) },
  });
}

async function learnQuietly(
  connection: OllamaConnection,
  entry: TagsEntry,
  signal: AbortSignal | undefined,
): Promise<LearnedModel | undefined> {
  try {
    return await learn(connection, entry.name, entry.digest, signal);
  } catch {
    // One damaged model must not empty the list: it stands there with what is known.
    signal?.throwIfAborted();
    return undefined;
  }
}

function learn(
  connection: OllamaConnection,
  model: string,
  digest: string | undefined,
  signal: AbortSignal | undefined,
): Promise<LearnedModel> {
  // A shared question must not end because one of those who wait for it went away.
  const ownSignal = digest === undefined ? signal : undefined;
  return rememberModel(connection.url, digest, async () => {
    const question = {
      path: '/api/show',
      model,
      body: { model },
      signal: ownSignal,
      timeoutMs: QUESTION_TIMEOUT_MS,
    };
    const show = readShow(await connection.json(question));
    const mustProbe =
      show.capabilities?.includes('embedding') === true && show.embeddingLength === undefined;
    if (!mustProbe) return { show };
    const [vector] = await embedTexts(connection, { model, text: 'a' });
    return vector === undefined ? { show } : { show, probedDimensions: vector.length };
  });
}

async function mapBounded<T, R>(
  items: readonly T[],
  map: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await map(item);
    }
  };
  await Promise.all(Array.from({ length: MOST_QUESTIONS }, work));
  return results;
}
