import { acceptValue, checkCompatibility, checkWire, port } from '@nodetool-ai/graph';
import type { PortType } from '@nodetool-ai/graph';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const KINDS = [
  'text',
  'number',
  'boolean',
  'image',
  'embedding',
  'index',
  'document',
  'chunk',
  'json',
  'model',
  'any',
  'list',
] as const;
const typeOf = (kind: (typeof KINDS)[number]): PortType =>
  kind === 'list' ? port.list(port.text) : kind === 'embedding' ? port.embedding() : { kind };

/** Rows are sources, columns targets, in the order of KINDS: y = yes, ? = unknown, . = no. Lists are of text. */
const MATRIX: Readonly<Record<(typeof KINDS)[number], string>> = {
  text: 'y.......y.yy',
  number: 'yy......y.yy',
  boolean: 'y.y.....y.yy',
  image: '...y......y.',
  embedding: '....y...y.y.',
  index: '.....y....y.',
  document: '......y.y.y.',
  chunk: '.......yy.y.',
  json: '???.?.??y?y?',
  model: '........yyy.',
  any: '??????????y?',
  list: '........y.yy',
};

const ANSWERS = { yes: 'y', no: '.', unknown: '?' } as const;

test.each(KINDS)('%s fits where it should', (kind) => {
  const row = KINDS.map(
    (target) => ANSWERS[checkCompatibility(typeOf(kind), typeOf(target)).answer],
  ).join('');
  expect(row).toBe(MATRIX[kind]);
});

const types: fc.Arbitrary<PortType> = fc.letrec<{ type: PortType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...KINDS.filter((kind) => kind !== 'list')).map(typeOf),
    fc
      .record({
        dimensions: fc.option(fc.constantFrom(3, 4), { nil: undefined }),
        model: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
      })
      .map((facts) => port.embedding(facts)),
    tie('type').map((of) => port.list(of)),
  ),
})).type;

test('every type fits itself, every answer has a reason, and every no says what would fit', () => {
  fc.assert(
    fc.property(types, types, (source, target) => {
      expect(checkCompatibility(source, source).answer).not.toBe('no');
      const { answer, reason, fits } = checkCompatibility(source, target);
      expect(reason).toMatch(/\.$/);
      expect(answer === 'yes' || (fits ?? '') !== '').toBe(true);
    }),
  );
});

const valueOf = (type: PortType): fc.Arbitrary<unknown> => {
  switch (type.kind) {
    case 'text':
      return fc.string();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'image':
      return fc.constant({
        type: 'image',
        hash: `sha256:${'0'.repeat(64)}`,
        mimeType: 'image/png',
        sizeBytes: 1,
      });
    case 'embedding':
      return fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: type.dimensions ?? 3,
        maxLength: type.dimensions ?? 3,
      });
    case 'list':
      return fc.array(valueOf(type.of), { maxLength: 3 });
    case 'json':
      return fc.jsonValue();
    case 'any':
      return fc.anything().filter((value) => value !== undefined);
    case 'index':
    case 'document':
    case 'chunk':
    case 'model':
      return fc.constant({ id: 'x' });
  }
};

test('what fits is taken: a yes keeps its promise for every value', () => {
  const cases = fc
    .tuple(types, types)
    .filter(([source, target]) => checkCompatibility(source, target).answer === 'yes');
  fc.assert(
    fc.property(
      cases.chain(([source, target]) =>
        fc.tuple(fc.constant(source), fc.constant(target), valueOf(source)),
      ),
      ([source, target, value]) => {
        fc.pre(acceptValue(source, value).ok);
        expect(acceptValue(target, value)).toMatchObject({ ok: true });
      },
    ),
    { numRuns: process.env['NODETOOL_TEST_FULL'] === '1' ? 5000 : 200 },
  );
});

describe('embeddings', () => {
  test.each([
    [{ dimensions: 384 }, { dimensions: 768 }, 'no'],
    [{ digest: 'a', dimensions: 3 }, { digest: 'b', dimensions: 3 }, 'no'],
    [{ digest: 'a', model: 'x' }, { digest: 'a', model: 'y' }, 'yes'],
    [{ model: 'x' }, { model: 'y' }, 'no'],
    [{}, { dimensions: 384 }, 'unknown'],
    [{ dimensions: 384 }, {}, 'yes'],
    [{ model: 'x' }, { dimensions: 384 }, 'unknown'],
    [{ dimensions: 384 }, { model: 'x', dimensions: 384 }, 'unknown'],
  ])('%j into %j: %s', (source, target, answer) => {
    expect(checkCompatibility(port.embedding(source), port.embedding(target)).answer).toBe(answer);
  });

  test('one vector into a list of them is one, not a list of numbers', () => {
    expect(acceptValue(port.list(port.embedding()), [1, 2, 3])).toEqual({
      ok: true,
      value: [[1, 2, 3]],
    });
    expect(
      acceptValue(port.list(port.embedding()), [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual({
      ok: true,
      value: [
        [1, 2],
        [3, 4],
      ],
    });
  });
});

test.each([
  [{ type: port.text, mode: 'stream' }, { type: port.text }, 'yes'],
  [{ type: port.number, mode: 'stream' }, { type: port.number }, 'no'],
  [{ type: port.number, mode: 'stream' }, { type: port.list(port.number) }, 'yes'],
  [{ type: port.number, mode: 'stream' }, { type: port.any }, 'yes'],
  [{ type: port.number }, { type: port.number, mode: 'stream' }, 'yes'],
] as const)('a wire from %j to %j: %s', (source, target, answer) => {
  expect(checkWire(source, target).answer).toBe(answer);
});
