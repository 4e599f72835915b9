/** Numbers from 0 (included) up to 1 (excluded), the same for the same seed on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Bell-shaped numbers around 0, within six deviations, the same for the same seed on every machine. */
export function seededGaussian(seed: number, deviation = 1): () => number {
  const random = seededRandom(seed);
  // A sum of twelve: sums are exact everywhere, while logarithms and cosines may differ between versions of Node.
  return () => {
    let sum = -6;
    for (let index = 0; index < 12; index += 1) sum += random();
    return deviation * sum;
  };
}
