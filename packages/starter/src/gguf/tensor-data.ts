/** How the numbers of a tensor are stored: 32-bit floats, 16-bit floats, or 8 bits with a scale for each 32 numbers. */
export type TensorEncoding = 'f32' | 'f16' | 'q8_0';

/** Numbers that share a scale in `q8_0`. */
const BLOCK_VALUES = 32;
/** A half-precision scale and one byte for each number. */
const BLOCK_BYTES = 2 + BLOCK_VALUES;

/**
 * Bytes that a tensor takes; the fastest-varying dimension comes first. Throws a RangeError for `q8_0` when a row is no
 * multiple of 32, because a block may not reach over its end.
 */
export function tensorSizeBytes(dimensions: readonly number[], encoding: TensorEncoding): number {
  const count = dimensions.reduce((product, size) => product * size, 1);
  if (encoding === 'f32') return count * 4;
  if (encoding === 'f16') return count * 2;
  if ((dimensions[0] ?? 0) % BLOCK_VALUES !== 0)
    throw new RangeError(`rows of ${dimensions[0] ?? 0} numbers do not divide into blocks of 32`);
  return (count / BLOCK_VALUES) * BLOCK_BYTES;
}

/** Bytes of the numbers in an encoding. `q8_0` takes a multiple of 32 numbers. */
export function encodeTensor(values: Float32Array, encoding: TensorEncoding): Uint8Array {
  if (encoding === 'f32') return float32Bytes(values);
  return encoding === 'f16' ? float16Bytes(values) : blockBytes(values);
}

/** Little-endian bytes of 32-bit floats. */
export function float32Bytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  // An index, not an iterator: a model has 23 million numbers.
  for (let index = 0; index < values.length; index += 1)
    view.setFloat32(index * 4, values[index] ?? 0, true);
  return bytes;
}

const scratch = new DataView(new ArrayBuffer(4));

/** Bits of the nearest half-precision float (ties to even); too large becomes infinity, too small zero. */
export function float16Bits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (((bits >>> 23) & 0xff) === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    return sign | roundShift(mantissa | 0x800000, 14 - exponent);
  }
  // A carry out of the mantissa rightly raises the exponent.
  return sign | ((exponent << 10) + roundShift(mantissa, 13));
}

function roundShift(value: number, shift: number): number {
  const floor = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return floor + (rest > half || (rest === half && (floor & 1) === 1) ? 1 : 0);
}

/** Little-endian bytes of half-precision floats. */
export function float16Bytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index += 1)
    view.setUint16(index * 2, float16Bits(values[index] ?? 0), true);
  return bytes;
}

/** A new array filled by a function of the index. */
export function fillFloats(length: number, value: (index: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, index) => value(index));
}

/** The number that half-precision bits stand for. */
export function float16Value(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function blockBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(tensorSizeBytes([values.length], 'q8_0'));
  const view = new DataView(bytes.buffer);
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const first = (start / BLOCK_BYTES) * BLOCK_VALUES;
    const block = values.subarray(first, first + BLOCK_VALUES);
    const scale = block.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    view.setUint16(start, float16Bits(scale), true);
    for (const [index, value] of block.entries())
      view.setInt8(start + 2 + index, scale === 0 ? 0 : roundAwayFromZero(value / scale));
  }
  return bytes;
}

/** At most 127, because the scale is the largest number divided by 127. */
function roundAwayFromZero(value: number): number {
  return Math.sign(value) * Math.min(127, Math.round(Math.abs(value)));
}
