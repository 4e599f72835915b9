/** How vectors are given out. Each gives undefined for what holds something else than finite numbers, or nothing. */
export interface VectorForm<Vector extends ArrayLike<number>> {
  /** From a list out of JSON. May give the same list. */
  fromNumbers(row: readonly unknown[]): Vector | undefined;
  /** From floats. May give the same floats. */
  fromFloats(row: Float32Array): Vector | undefined;
}

/** As floats of 32 bits, which is what daemons compute with. */
export const floatVectors: VectorForm<Float32Array> = {
  fromNumbers(row) {
    const vector = new Float32Array(row.length);
    // A number less itself is zero, and NaN for all that is not finite: no branch for each number.
    let zero = 0;
    for (let index = 0; index < row.length; index += 1) {
      const value = row[index];
      if (typeof value !== 'number') return undefined;
      const rounded = Math.fround(value);
      vector[index] = rounded;
      zero += rounded - rounded;
    }
    return zero === 0 && row.length > 0 ? vector : undefined;
  },
  fromFloats: (row) => (isFiniteVector(row) ? row : undefined),
};

/** As plain numbers. */
export const numberVectors: VectorForm<number[]> = {
  fromNumbers: (row) => (isNumbers(row) ? row : undefined),
  fromFloats: (row) => (isFiniteVector(row) ? toNumbers(row) : undefined),
};

function isNumbers(row: readonly unknown[]): row is number[] {
  let zero = 0;
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (typeof value !== 'number') return false;
    zero += value - value;
  }
  return zero === 0 && row.length > 0;
}

function isFiniteVector(row: Float32Array): boolean {
  let zero = 0;
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index] ?? Number.NaN;
    zero += value - value;
  }
  return zero === 0 && row.length > 0;
}

/** Array.from and spreading take ten times as long. */
function toNumbers(row: Float32Array): number[] {
  const numbers: number[] = [];
  numbers.length = row.length;
  for (let index = 0; index < row.length; index += 1) numbers[index] = row[index] ?? Number.NaN;
  return numbers;
}
