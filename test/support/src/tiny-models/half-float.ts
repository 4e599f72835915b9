const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/**
 * The 16 bits of the half-precision number nearest to a value (ties to even). Values from 65520 on become infinity,
 * values below half of the smallest half-precision number become zero; the sign is kept.
 */
export function encodeHalf(value: number): number {
  single[0] = value;
  const bits = singleBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  // 65520 is half way between the largest finite half and what would come next.
  if (magnitude >= 0x477f_f000) return sign | 0x7c00;
  // Below 2^-14 halves are subnormal: whole multiples of 2^-24.
  if (magnitude < 0x3880_0000) return sign | roundHalfEven(Math.abs(single[0]) * 2 ** 24);
  const rebased = magnitude - ((127 - 15) << 23);
  return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
}

/** The value of 16 half-precision bits. */
export function decodeHalf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function roundHalfEven(value: number): number {
  const lower = Math.floor(value);
  const rest = value - lower;
  if (rest === 0.5) return lower + (lower % 2);
  return rest < 0.5 ? lower : lower + 1;
}
