import { encodeHalf } from './half-float.ts';

/** How the numbers of a tensor are stored: single precision, half precision, or 8 bits with a scale for each 32. */
export type TensorEncoding = 'F32' | 'F16' | 'Q8_0';

const Q8_BLOCK_VALUES = 32;
/** Two bytes of scale and one byte for each value. */
const Q8_BLOCK_BYTES = 2 + Q8_BLOCK_VALUES;

/**
 * Bytes that a tensor of this shape takes. Throws a RangeError for Q8_0 when the first dimension is not a multiple
 * of 32: a block may not reach over the end of a row.
 */
export function encodedSizeBytes(shape: readonly number[], encoding: TensorEncoding): number {
  const count = shape.reduce((product, length) => product * length, 1);
  if (encoding === 'F32') return count * 4;
  if (encoding === 'F16') return count * 2;
  if ((shape[0] ?? 0) % Q8_BLOCK_VALUES !== 0)
    throw new RangeError(`rows of ${shape[0] ?? 0} values do not divide into blocks of 32`);
  return (count / Q8_BLOCK_VALUES) * Q8_BLOCK_BYTES;
}

/** The values in an encoding, little-endian. Q8_0 needs a multiple of 32 values. */
export function encodeTensor(values: Float32Array, encoding: TensorEncoding): Uint8Array {
  if (encoding === 'F32') return encodeSingles(values);
  return encoding === 'F16' ? encodeHalves(values) : encodeBlocks(values);
}

function encodeSingles(values: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes;
}

function encodeHalves(values: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(encodeHalf(value), index * 2));
  return bytes;
}

function encodeBlocks(values: Float32Array): Uint8Array {
  if (values.length % Q8_BLOCK_VALUES !== 0)
    throw new RangeError(`${values.length} values do not divide into blocks of 32`);
  const blocks = values.length / Q8_BLOCK_VALUES;
  const bytes = Buffer.alloc(blocks * Q8_BLOCK_BYTES);
  for (let block = 0; block < blocks; block += 1) {
    const part = values.subarray(block * Q8_BLOCK_VALUES, (block + 1) * Q8_BLOCK_VALUES);
    const largest = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / 127;
    const start = block * Q8_BLOCK_BYTES;
    bytes.writeUInt16LE(encodeHalf(scale), start);
    part.forEach((value, index) => bytes.writeInt8(quantize(value, scale), start + 2 + index));
  }
  return bytes;
}

/** Halves are rounded away from zero, as in ggml. */
function quantize(value: number, scale: number): number {
  if (scale === 0) return 0;
  const rounded = Math.sign(value) * Math.round(Math.abs(value) / scale);
  return Math.max(-127, Math.min(127, rounded));
}
