import { endianness } from 'node:os';

const BYTES_PER_FLOAT = 4;

/**
 * Decodes floats of 32 bits, little-endian, in base64. Undefined for what is no whole number of floats or no base64.
 */
export function decodeFloats(base64: string): Float32Array | undefined {
  const sizeBytes = Buffer.byteLength(base64, 'base64');
  if (sizeBytes % BYTES_PER_FLOAT !== 0) return undefined;
  // Decoded right into memory of its own, which begins where floats may begin; a pooled buffer may not.
  const floats = new Float32Array(sizeBytes / BYTES_PER_FLOAT);
  const bytes = Buffer.from(floats.buffer);
  // The decoder leaves out characters that are no base64.
  if (bytes.write(base64, 'base64') !== sizeBytes) return undefined;
  if (endianness() === 'BE') bytes.swap32();
  return floats;
}
