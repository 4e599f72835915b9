import { isRecord } from '@nodetool-ai/graph';
import type { EmbeddingUsage } from '../../providers/embedding-requests.ts';
import { decodeFloats } from './decode-floats.ts';

/** One vector as it was sent; undefined for what is none. */
export type SentRow = readonly unknown[] | Float32Array | undefined;

/** What a daemon answered. */
export interface EmbedAnswer {
  /** In the order of the texts; undefined when the answer has no list of vectors. */
  readonly rows: readonly SentRow[] | undefined;
  readonly usage: EmbeddingUsage;
}

/** Durations on the wire are in nanoseconds. */
const NANOSECONDS_PER_MILLISECOND = 1e6;

/** Reads an answer of `/api/embed`. */
export function readEmbedAnswer(answer: unknown): EmbedAnswer {
  const fields = isRecord(answer) ? answer : {};
  const rows: unknown = fields['embeddings'];
  return {
    rows: Array.isArray(rows) ? rows.map(toNumbers) : undefined,
    usage: {
      promptTokens: figure(fields['prompt_eval_count']),
      totalMs: milliseconds(fields['total_duration']),
      loadMs: milliseconds(fields['load_duration']),
    },
  };
}

/**
 * Reads an answer of `/v1/embeddings`: vectors in base64, or as numbers from daemons that do not know base64. They stand
 * at the places that the answer gives them.
 */
export function readBase64Answer(answer: unknown): EmbedAnswer {
  const fields = isRecord(answer) ? answer : {};
  const usage = isRecord(fields['usage']) ? fields['usage'] : {};
  const data: unknown = fields['data'];
  return {
    rows: Array.isArray(data) ? inPlace(data) : undefined,
    usage: { promptTokens: figure(usage['prompt_tokens']) },
  };
}

function inPlace(items: readonly unknown[]): readonly SentRow[] {
  const rows = Array.from<SentRow>({ length: items.length });
  for (const [order, item] of items.entries()) {
    if (!isRecord(item)) continue;
    const { index, embedding } = item;
    const isPlace = typeof index === 'number' && Number.isInteger(index) && index in rows;
    rows[isPlace ? index : order] =
      typeof embedding === 'string' ? decodeFloats(embedding) : toNumbers(embedding);
  }
  return rows;
}

function toNumbers(row: unknown): readonly unknown[] | undefined {
  return Array.isArray(row) ? row : undefined;
}

/** Zero is left out by the daemon, or stands for what it does not know: a text has at least one token. */
function figure(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function milliseconds(value: unknown): number | undefined {
  const nanoseconds = figure(value);
  return nanoseconds === undefined ? undefined : nanoseconds / NANOSECONDS_PER_MILLISECOND;
}
