import { definedFields, isNodetoolError } from '@nodetool-ai/graph';
import { askLoadedModels, findLoaded } from '../facts/load-state.ts';
import { completeModelName } from '../facts/model-name.ts';
import { requestJson } from '../connection/request-json.ts';
import { knowsBase64 } from './base64-support.ts';
import type { EmbeddingRoute, EmbeddingRun } from './embedding-run.ts';
import { unloadsAtOnce } from './keep-loaded.ts';
import { mostTokens } from './most-tokens.ts';

/** From so many texts on base64 saves more than its further requests cost. */
const LEAST_TEXTS = 64;
/** Some models stay at 2,048 tokens whatever context they say (ollama/ollama#14259). */
const MOST_CONTEXT = 2048;

/**
 * By which route each text goes. `/v1/embeddings` cuts a text that is too long without a word, so only texts go there
 * that cannot be: those with fewer bytes than the context has tokens. The context is asked for, which loads the model:
 * two small requests.
 */
export async function chooseRoutes(
  run: EmbeddingRun<ArrayLike<number>>,
): Promise<readonly EmbeddingRoute[]> {
  const { texts, request, connection } = run;
  const { route = 'auto', options, contextLength = MOST_CONTEXT } = request;
  const all = (): readonly EmbeddingRoute[] => texts.map(() => 'embed');
  if (route === 'embed' || options !== undefined || !knowsBase64(connection)) return all();
  const least = route === 'auto' ? LEAST_TEXTS : 1;
  if (texts.length < least) return all();
  const mostContext = Math.min(contextLength, MOST_CONTEXT);
  const sizes = texts.map((text) => (text.length > mostContext ? Infinity : mostTokens(text)));
  const areEnough = (context: number) =>
    sizes.filter((tokens) => tokens <= context).length >= least;
  if (!areEnough(mostContext)) return all();
  const context = Math.min(mostContext, (await loadedContext(run)) ?? 0);
  if (!areEnough(context)) return all();
  return sizes.map((tokens) => (tokens <= context ? 'base64' : 'embed'));
}

/** Loads the model as `/v1/embeddings` would, and asks for the context that it got. Undefined where nobody says. */
async function loadedContext(run: EmbeddingRun<ArrayLike<number>>): Promise<number | undefined> {
  const { connection, model, signal, keepAlive = 0 } = run;
  const { firstByteTimeoutMs, idleTimeoutMs } = connection.limits;
  const body = definedFields({
    model,
    input: [],
    keep_alive: unloadsAtOnce(keepAlive) ? undefined : keepAlive,
  });
  try {
    await requestJson(
      { method: 'POST', path: '/api/embed', body, signal, firstByteTimeoutMs, idleTimeoutMs },
      { connection, model },
    );
  } catch (error) {
    // Something that does not take an empty list; what is wrong with the model itself is told elsewise.
    if (isNodetoolError(error) && error.details['status'] === 400) return undefined;
    throw error;
  }
  const loaded = await askLoadedModels(connection, signal);
  return findLoaded(loaded ?? [], completeModelName(model), undefined)?.contextLength;
}
