import { definedFields, isNodetoolError, isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { EmbeddingRequest } from '../providers/embedding-requests.ts';
import type { KeepAlive } from '../providers/provider-requests.ts';
import { addToError } from './error-details.ts';
import { toWireKeepAlive } from './keep-alive.ts';
import type { OllamaConnection } from './ollama-connection.ts';
import { requestJson } from './request-json.ts';

/** Texts in one request: few enough that a cancel is quick, many enough that its overhead does not count. */
const BATCH_SIZE = 32;

/** A request for vectors, and how long the model stays loaded when it does not say. */
export interface EmbedRequest extends Omit<EmbeddingRequest, 'signal'> {
  readonly signal?: AbortSignal | undefined;
  readonly defaultKeepAlive?: KeepAlive | undefined;
}

/**
 * One vector for each text, in order; requests of 32 texts, one after the other. Rejects with REQUEST_INVALID for an
 * empty text (named by its place), CONTEXT_OVERFLOW for one that is too long (never cut), EMBEDDING_INVALID when the
 * vectors do not fit the texts, and with what the daemon says.
 */
export async function embedTexts(
  connection: OllamaConnection,
  request: EmbedRequest,
): Promise<number[][]> {
  const texts = toTexts(request.text);
  checkEmbedRequest(request);
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += BATCH_SIZE) {
    const batch = texts.slice(start, start + BATCH_SIZE);
    const rows = await embedBatch(connection, request, batch).catch((error: unknown) => {
      throw isNodetoolError(error)
        ? addToError(error, { details: { firstText: start + 1, lastText: start + batch.length } })
        : error;
    });
    vectors.push(...rows);
  }
  checkLengths(vectors, request);
  return vectors;
}

/** Throws MODEL_NOT_CHOSEN and REQUEST_INVALID for what can be known to be wrong without asking anybody. */
export function checkEmbedRequest({ model, text, dimensions }: EmbedRequest): void {
  const texts = toTexts(text);
  if (model.trim() === '') throw new NodetoolError('MODEL_NOT_CHOSEN');
  const wrong = texts.findIndex((given) => typeof given !== 'string' || given === '');
  if (wrong !== -1) {
    const what = typeof texts[wrong] === 'string' ? 'is empty' : 'is no text';
    throw new NodetoolError('REQUEST_INVALID', `Text ${wrong + 1} of ${texts.length} ${what}.`, {
      hint: 'Leave empty texts out: no model can make a vector of nothing.',
      details: { index: wrong },
    });
  }
  if (dimensions !== undefined && !(Number.isSafeInteger(dimensions) && dimensions > 0)) {
    throw new NodetoolError('REQUEST_INVALID', 'dimensions: must be a whole number above 0.');
  }
}

function toTexts(text: EmbedRequest['text']): readonly string[] {
  return typeof text === 'string' ? [text] : text;
}

async function embedBatch(
  connection: OllamaConnection,
  request: EmbedRequest,
  input: readonly string[],
): Promise<readonly number[][]> {
  const { dimensions, signal, keepAlive, defaultKeepAlive } = request;
  const model = request.model.trim();
  const { firstByteTimeoutMs, idleTimeoutMs } = connection.limits;
  const body = definedFields({
    model,
    input,
    // Otherwise the daemon cuts a long text without a word.
    truncate: false,
    dimensions,
    keep_alive: toWireKeepAlive(keepAlive, defaultKeepAlive),
  });
  const answer = await requestJson(
    { method: 'POST', path: '/api/embed', body, signal, firstByteTimeoutMs, idleTimeoutMs },
    { connection, model },
  );
  const rows: unknown = isRecord(answer) ? answer['embeddings'] : undefined;
  if (!Array.isArray(rows)) throw invalid(model, 'no vectors');
  if (rows.length !== input.length)
    throw invalid(model, `${rows.length} vectors for ${input.length} texts`);
  if (!rows.every(isVector))
    throw invalid(model, 'a vector that is empty or holds something else than numbers');
  return rows;
}

function isVector(row: unknown): row is number[] {
  return Array.isArray(row) && row.length > 0 && row.every(Number.isFinite);
}

function checkLengths(vectors: readonly number[][], { model, dimensions }: EmbedRequest): void {
  const lengths = [...new Set(vectors.map((vector) => vector.length))];
  if (lengths.length > 1)
    throw invalid(model, `vectors of different lengths (${lengths.join(', ')})`);
  const [length] = lengths;
  // A daemon ignores a length that is above the model's own, and old ones ignore every length.
  if (dimensions === undefined || length === undefined || length === dimensions) return;
  throw invalid(model, `vectors of ${length} numbers where ${dimensions} were asked for`);
}

function invalid(model: string, what: string): NodetoolError {
  return new NodetoolError('EMBEDDING_INVALID', `${model} gave ${what}.`, { details: { model } });
}
