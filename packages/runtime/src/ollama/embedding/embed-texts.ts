import { isNodetoolError } from '@nodetool-ai/graph';
import { addToError } from '../errors/error-details.ts';
import { toWireKeepAlive } from '../connection/keep-alive.ts';
import { mapBounded } from '../connection/map-bounded.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { chooseRoutes } from './choose-routes.ts';
import { embedBatch } from './embed-batch.ts';
import type { EmbeddingBatch } from './embed-batch.ts';
import type { EmbedTextsRequest } from './embed-texts-request.ts';
import { EmbeddingRun } from './embedding-run.ts';
import { keepLoaded, unloadsAtOnce } from './keep-loaded.ts';
import { planBatches } from './plan-batches.ts';
import type { VectorForm } from './vector-form.ts';

/** Texts in one request: few enough that a cancel is quick, many enough that its overhead does not count. */
const BATCH_SIZE = 32;
/** The texts that go by base64 are short. */
const BASE64_BATCH_SIZE = 64;
const CONCURRENCY = 2;

/** Vectors in the order of the texts, and the work that they were. */
export interface EmbeddedTexts<Vector extends ArrayLike<number>> {
  readonly vectors: Vector[];
  readonly run: EmbeddingRun<Vector>;
}

/**
 * One vector for each text of a checked request, see EmbeddingRequest. The first failure ends all requests; its error
 * names the texts of its request in `details` (`firstText` and `lastText`, from 1) and a guilty one (`index`, from 0).
 */
export async function embedTexts<Vector extends ArrayLike<number>>(
  connection: OllamaConnection,
  request: EmbedTextsRequest,
  form: VectorForm<Vector>,
): Promise<EmbeddedTexts<Vector>> {
  const controller = new AbortController();
  const { signal } = request;
  const onAbort = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const run = new EmbeddingRun(connection, request, form, controller.signal);
  try {
    return { vectors: await embedAll(run), run };
  } catch (error) {
    controller.abort();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

async function embedAll<Vector extends ArrayLike<number>>(
  run: EmbeddingRun<Vector>,
): Promise<Vector[]> {
  const { connection, model, texts, request, signal } = run;
  const { batchSize, concurrency = CONCURRENCY, onProgress } = request;
  const keepAlive = toWireKeepAlive(request.keepAlive, request.defaultKeepAlive);
  run.keepAlive = keepAlive;
  const batches = planBatches(texts, await chooseRoutes(run), {
    embed: batchSize ?? BATCH_SIZE,
    base64: batchSize ?? BASE64_BATCH_SIZE,
  });
  const unloadsLast = unloadsAtOnce(keepAlive) && batches.length > 1;
  // Otherwise it would be loaded anew for each request.
  if (unloadsLast) run.keepAlive = undefined;
  const vectors = Array.from<Vector>({ length: texts.length });
  let done = 0;
  await mapBounded(batches, concurrency, async (batch) => {
    const made = await embedBatch(run, batch).catch((error: unknown) => {
      throw namePlaces(error, batch);
    });
    for (const [index, place] of batch.places.entries()) {
      const vector = made[index];
      if (vector !== undefined) vectors[place] = vector;
    }
    done += batch.places.length;
    onProgress?.({ done, total: texts.length });
  });
  // Requests of the other route cannot say how long the model shall stay.
  if (run.hasUsedBase64 || unloadsLast) await keepLoaded(connection, { model, keepAlive, signal });
  return vectors;
}

function namePlaces(error: unknown, { places }: EmbeddingBatch): unknown {
  if (!isNodetoolError(error)) return error;
  const details = { firstText: (places[0] ?? 0) + 1, lastText: (places.at(-1) ?? 0) + 1 };
  return addToError(error, { details });
}
