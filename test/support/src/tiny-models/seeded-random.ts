/** A stream of pseudo-random numbers; the same seed gives the same numbers on every machine and Node version. */
export interface SeededRandom {
  /** From 0 (included) to 1 (excluded). */
  uniform(): number;
  /** Bell-shaped around 0 with a standard deviation of 1, always between -6 and 6. */
  normal(): number;
  /** `count` bell-shaped numbers, multiplied by `scale`. */
  normals(count: number, scale?: number): Float32Array;
}

/** Numbers from the mulberry32 generator. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  // A sum of twelve, because sums are exact everywhere while logarithms and cosines are not.
  const normal = () => {
    let sum = -6;
    for (let index = 0; index < 12; index += 1) sum += uniform();
    return sum;
  };
  const normals = (count: number, scale = 1) =>
    Float32Array.from({ length: count }, () => normal() * scale);
  return { uniform, normal, normals };
}
