import { isRecord } from '@nodetool-ai/graph';
import type { PlainValue } from './plain-value.ts';

/** The one field of an object that stands for a Float32Array; its value is base64 of the numbers, little end first. */
const FLOAT32_FIELD = 'float32';
const BYTES_PER_FLOAT32 = 4;

/** Gives a result as a tape holds it: as it is, but rows of 32-bit numbers are short. */
export function toTapeValue(value: unknown): PlainValue {
  if (value instanceof Float32Array) return { [FLOAT32_FIELD]: encodeFloats(value) };
  if (Array.isArray(value)) return value.map(toTapeValue);
  if (isRecord(value)) {
    const given = Object.entries(value).filter(([, field]) => field !== undefined);
    return Object.fromEntries(given.map(([name, field]) => [name, toTapeValue(field)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return null;
}

/** Gives a result as it was before it was written. */
export function fromTapeValue(value: PlainValue): unknown {
  if (Array.isArray(value)) return value.map(fromTapeValue);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const [first] = fields;
  if (fields.length === 1 && first?.[0] === FLOAT32_FIELD && typeof first[1] === 'string')
    return decodeFloats(first[1]);
  return Object.fromEntries(fields.map(([name, field]) => [name, fromTapeValue(field)]));
}

function encodeFloats(numbers: Float32Array): string {
  const bytes = Buffer.alloc(numbers.length * BYTES_PER_FLOAT32);
  for (const [index, value] of numbers.entries())
    bytes.writeFloatLE(value, index * BYTES_PER_FLOAT32);
  return bytes.toString('base64');
}

function decodeFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / BYTES_PER_FLOAT32) }, (_, index) =>
    bytes.readFloatLE(index * BYTES_PER_FLOAT32),
  );
}
