/**
 * The cosine of the angle between two vectors of one length: 1 = same direction, 0 = nothing in common, -1 =
 * opposite. Undefined when one of them has only zeros, which has no direction.
 */
export function cosineSimilarity(
  left: readonly number[],
  right: readonly number[],
): number | undefined {
  // Divided by the largest number, squares neither overflow nor vanish.
  const leftScale = largest(left);
  const rightScale = largest(right);
  if (leftScale === 0 || rightScale === 0) return undefined;
  let dot = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (const [index, number] of left.entries()) {
    const a = number / leftScale;
    const b = (right[index] ?? 0) / rightScale;
    dot += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  const cosine = dot / (Math.sqrt(leftSquares) * Math.sqrt(rightSquares));
  // Rounding can lead past the ends by some 1e-16.
  return Math.min(1, Math.max(-1, cosine));
}

const largest = (vector: readonly number[]) =>
  vector.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
