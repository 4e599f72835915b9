import { createHash } from 'node:crypto';
import type { z } from 'zod';

/** A value as JSON holds it. */
export type PlainValue = z.core.util.JSONType;

const DATA_URL = /^data:[^,]{0,255};base64,/i;

/**
 * Gives a value as JSON with the keys of its objects sorted, so that equal values give equal texts. What JSON cannot
 * hold is left out (signals, functions, undefined) or written out (NaN, big numbers, times). Bytes, and texts that are
 * `data:` URLs, become their SHA-256: a tape holds no pixels.
 */
export function toPlainValue(value: unknown): PlainValue | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string')
    return DATA_URL.test(value)
      ? hashOfBytes(Buffer.from(value.replace(DATA_URL, ''), 'base64'))
      : value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value instanceof AbortSignal) return undefined;
  if (value instanceof ArrayBuffer) return hashOfBytes(new Uint8Array(value));
  if (ArrayBuffer.isView(value))
    return hashOfBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.map((item) => toPlainValue(item) ?? null);
  return toPlainRecord(value);
}

/** The same for an object. */
export function toPlainRecord(value: object): Record<string, PlainValue> {
  const plain: [string, PlainValue][] = [];
  for (const [name, field] of Object.entries(value)) {
    const given = toPlainValue(field);
    if (given !== undefined) plain.push([name, given]);
  }
  return Object.fromEntries(plain.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** What stands on a tape for bytes. */
export function hashOfBytes(bytes: Uint8Array): PlainValue {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.byteLength };
}
