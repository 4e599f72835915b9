import { NodetoolError } from '@nodetool-ai/graph';
import type { NodeRun } from '@nodetool-ai/graph';
import { cosineSimilarity } from './cosine-similarity.ts';
import type { declaration } from './declare.ts';

/** Rejects with NODE_INPUT_INVALID for vectors of different lengths and for those that have only zeros. */
export const run: NodeRun<typeof declaration> = async function* ({ inputs }) {
  const scores = inputs.a.map((left, row) =>
    inputs.b.map((right, column) => compare(left, right, row, column)),
  );
  const nearest = scores[0]?.reduce(
    (best, score, index) => (score > best.score ? { index, score } : best),
    { index: -1, score: Number.NEGATIVE_INFINITY },
  );
  const score = scores[0]?.[0];
  if (nearest === undefined || score === undefined)
    throw new NodetoolError(
      'NODE_INPUT_MISSING',
      `${inputs.a.length === 0 ? 'a' : 'b'}: the list holds no embedding.`,
    );
  yield { kind: 'output', port: 'scores', value: scores };
  yield { kind: 'output', port: 'best', value: nearest };
  yield { kind: 'output', port: 'score', value: score };
};

function compare(
  left: readonly number[],
  right: readonly number[],
  row: number,
  column: number,
): number {
  if (left.length !== right.length) {
    throw new NodetoolError(
      'NODE_INPUT_INVALID',
      `a[${row}] has ${left.length} numbers and b[${column}] has ${right.length}: they come from different models.`,
      { hint: 'Embed both sides with the same model and the same dimensions.' },
    );
  }
  const score = cosineSimilarity(left, right);
  if (score !== undefined) return score;
  const zero = left.every((number) => number === 0) ? `a[${row}]` : `b[${column}]`;
  throw new NodetoolError(
    'NODE_INPUT_INVALID',
    `${zero} has only zeros: it has no direction that could be compared.`,
  );
}
