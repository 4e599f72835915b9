import { endianness } from 'node:os';

const BYTES_PER_FLOAT = 4;

/**
 * Decodes floats of 32 bits, little-endian, in base64. Undefined for what is no whole number of floats or no base64.
 */
export function decodeFloats(base64: string): Float32Array | undefined {
  const sizeBytes = Buffer.byteLength(base64, 'base64');
  // Decoded right into memory of its own, which begins where floats may begin; a pooled buffer may not.
  const floats = new Float32Array(Math.floor(sizeBytes / BYTES_PER_FLOAT));
  const bytes = Buffer.from(floats.buffer);
  // It leaves out characters that are no base64, and part of a float finds no room.
  if (bytes.write(base64, 'base64') !== sizeBytes) return undefined;
  if (endianness() === 'BE') bytes.swap32();
  return floats;
}
