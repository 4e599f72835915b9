import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { EmbeddingRequest } from '../providers/provider-requests.ts';
import { toWireKeepAlive } from './keep-alive.ts';
import type { OllamaConnection } from './ollama-connection.ts';

/** Texts in one request: few enough that a cancel is quick, many enough that the overhead does not count. */
const BATCH_SIZE = 32;

/**
 * One vector for each text, in order. A text that is too long is refused with CONTEXT_OVERFLOW, never cut. Rejects with
 * EMBEDDING_INVALID when the vectors do not fit the texts, and with REQUEST_INVALID for an empty text.
 */
export async function embedTexts(
  connection: OllamaConnection,
  request: EmbeddingRequest,
): Promise<number[][]> {
  const texts = typeof request.text === 'string' ? [request.text] : request.text;
  const empty = texts.findIndex((text) => text.trim() === '');
  if (empty !== -1) {
    throw new NodetoolError(
      'REQUEST_INVALID',
      `The text at position ${empty + 1} of ${texts.length} is empty.`,
      {
        hint: 'Leave empty texts out: no model can make a vector of nothing.',
        details: { index: empty },
      },
    );
  }
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += BATCH_SIZE) {
    const batch = texts.slice(start, start + BATCH_SIZE);
    vectors.push(...(await embedBatch(connection, request, batch)));
  }
  const lengths = new Set(vectors.map((vector) => vector.length));
  if (lengths.size > 1)
    throw invalid(request, `vectors of different lengths (${[...lengths].join(', ')})`);
  return vectors;
}

async function embedBatch(
  connection: OllamaConnection,
  request: EmbeddingRequest,
  input: readonly string[],
): Promise<readonly number[][]> {
  const { model, dimensions, signal } = request;
  const answer = await connection.json({
    path: '/api/embed',
    model,
    signal,
    body: {
      model,
      input,
      truncate: false,
      keep_alive: toWireKeepAlive(request.keepAlive),
      ...(dimensions === undefined ? {} : { dimensions }),
    },
  });
  const rows = isRecord(answer) ? answer['embeddings'] : undefined;
  if (!Array.isArray(rows)) throw invalid(request, 'no vectors');
  if (rows.length !== input.length)
    throw invalid(request, `${rows.length} vectors for ${input.length} texts`);
  const vectors = rows.filter(isVector);
  if (vectors.length !== rows.length)
    throw invalid(request, 'a vector that is empty or holds something else than numbers');
  return vectors;
}

function isVector(row: unknown): row is number[] {
  return Array.isArray(row) && row.length > 0 && row.every(Number.isFinite);
}

function invalid(request: EmbeddingRequest, what: string): NodetoolError {
  return new NodetoolError('EMBEDDING_INVALID', `${request.model} gave ${what}.`, {
    details: { model: request.model },
  });
}
