import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosineSimilarity } from '../../src/data/similarity/cosine-similarity.ts';
import { recordNode } from '../run-node.ts';

const compare = (a: unknown, b: unknown) => recordNode('nodetool.data.Similarity', { a, b });

describe('Similarity', () => {
  test('compares one vector with another', async () => {
    const { outputs } = await compare([1, 0], [1, 1]);
    expect(outputs['score']).toBeCloseTo(Math.SQRT1_2);
    expect(outputs['scores']).toEqual([[outputs['score']]]);
  });

  test('gives a row for each of a, and the one of b that is closest to the first of a', async () => {
    const { outputs } = await compare(
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 2],
        [3, 0],
      ],
    );
    expect(outputs).toEqual({
      scores: [
        [0, 1],
        [1, 0],
      ],
      best: { index: 1, score: 1 },
      score: 0,
    });
  });

  test('finds the best also when all point away', async () => {
    const { outputs } = await compare([1, 0], [[-1, 0]]);
    expect(outputs['best']).toEqual({ index: 0, score: -1 });
  });

  test('says both lengths when they differ', async () => {
    const { error } = await compare([1, 0], [[1, 0, 0]]);
    expect(error?.code).toBe('NODE_INPUT_INVALID');
    expect(error?.message).toBe(
      'a[0] has 2 numbers and b[0] has 3: they come from different models.',
    );
  });

  test.each([
    [[0, 0], [1, 0], 'a[0]'],
    [
      [1, 0],
      [
        [1, 0],
        [0, 0],
      ],
      'b[1]',
    ],
  ])('refuses %o and %o: a vector of zeros has no direction', async (a, b, where) => {
    const { error } = await compare(a, b);
    expect(error?.code).toBe('NODE_INPUT_INVALID');
    expect(error?.message).toContain(`${where} has only zeros`);
  });

  test.each([
    [[], [[1]], 'a'],
    [[[1]], [], 'b'],
  ])('refuses the empty list in %o, %o', async (a, b, which) => {
    const { error } = await compare(a, b);
    expect(error).toMatchObject({
      code: 'NODE_INPUT_MISSING',
      message: `${which}: the list holds no embedding.`,
    });
  });
});

describe('the cosine of two vectors', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const pair = fc
    .integer({ min: 1, max: 20 })
    .chain((length) =>
      fc.tuple(
        fc.array(number, { minLength: length, maxLength: length }),
        fc.array(number, { minLength: length, maxLength: length }),
      ),
    );

  test('is a number from -1 to 1, or nothing for zeros, and the same both ways', () => {
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const cosine = cosineSimilarity(left, right);
        const isZero = [left, right].some((vector) => vector.every((value) => value === 0));
        const inRange = cosine !== undefined && cosine >= -1 && cosine <= 1;
        expect(isZero ? cosine === undefined : inRange).toBe(true);
        expect(cosine).toBe(cosineSimilarity(right, left));
      }),
    );
  });

  test('is not more than 1 where rounding would make it so', () => {
    expect(cosineSimilarity([1, 6], [1, 6])).toBe(1);
  });

  test('is 1 with itself and -1 with its opposite', () => {
    fc.assert(
      fc.property(pair, ([vector]) => {
        fc.pre(vector.some((value) => value !== 0));
        const opposite = vector.map((value) => -value);
        expect(cosineSimilarity(vector, vector)).toBeCloseTo(1, 12);
        expect(cosineSimilarity(vector, opposite)).toBeCloseTo(-1, 12);
      }),
    );
  });

  test('does not depend on the length of the arrows', () => {
    const coordinate = fc.integer({ min: 1, max: 1000 });
    const vectors = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(vectors, fc.integer({ min: 2, max: 1000 }), (rows, factor) => {
        const left = rows.map(([value], index) => (index % 2 === 0 ? value : -value));
        const right = rows.map(([, value]) => value);
        const longer = right.map((value) => value * factor);
        const cosine = cosineSimilarity(left, right) ?? Number.NaN;
        expect(cosineSimilarity(left, longer)).toBeCloseTo(cosine, 12);
      }),
    );
  });
});
