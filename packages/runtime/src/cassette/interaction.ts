import { createHash } from 'node:crypto';
import { errorShape, isRecord } from '@nodetool-ai/graph';
import { z } from 'zod';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import type { PlainRequest } from './plain-request.ts';

/** The version of the format that is written, and the only one that is read. */
export const CASSETTE_VERSION = 1;

/** First line of a cassette. */
export const cassetteHeaderSchema = z.object({
  /** Version of the format. */
  cassette: z.literal(CASSETTE_VERSION),
  /** Id of the provider that was recorded. */
  provider: z.string(),
  /** Origin of its address; absent when it had none. */
  url: z.string().optional(),
  /** When the cassette was begun, as ISO 8601; absent when it was not told. */
  recordedAt: z.string().optional(),
});

/** See {@link cassetteHeaderSchema}. */
export type CassetteHeader = z.infer<typeof cassetteHeaderSchema>;

/** Every further line: one request and what came of it, which is one of `items`, `result`, `error` and `left`. */
export const interactionSchema = z.object({
  /** SHA-256 of method and request. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** Which method of the provider was asked. */
  method: z.string(),
  /** What it was asked, without signal and secrets, and with images as SHA-256 of their bytes. */
  request: z.record(z.string(), z.json()),
  /** Counts the requests of a cassette in the order in which they began; lines are in the order in which they ended. */
  order: z.int().nonnegative(),
  /** What a stream gave, also before an error or before it was left; absent of other methods. */
  items: z.array(z.custom<ProviderStreamItem>(isStreamItem)).optional(),
  /** What any other method gave; absent when it failed. */
  result: z.json().optional(),
  /** How it failed; absent when it did not. */
  error: errorShape.optional(),
  /** The caller cancelled, or left the stream before its end: what came of it is not known. Else absent. */
  left: z.literal(true).optional(),
  /** Milliseconds until each item after the one before it, and until the end after the last. */
  at: z.array(z.number().nonnegative()),
});

/** See {@link interactionSchema}. */
export type Interaction = z.infer<typeof interactionSchema>;

/** SHA-256 of method and request, in hexadecimal digits. */
export function interactionKey(method: string, request: PlainRequest): string {
  return createHash('sha256').update(JSON.stringify({ method, request })).digest('hex');
}

function isStreamItem(value: unknown): value is ProviderStreamItem {
  if (!isRecord(value)) return false;
  return value['type'] === undefined
    ? typeof value['id'] === 'string' &&
        typeof value['name'] === 'string' &&
        isRecord(value['args'])
    : value['type'] === 'chunk' && typeof value['content'] === 'string';
}
