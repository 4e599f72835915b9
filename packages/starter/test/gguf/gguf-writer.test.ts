import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeGguf } from '../../src/gguf/gguf-writer.ts';
import type { GgufTensor, GgufValue } from '../../src/gguf/gguf-writer.ts';
import { encodeTensor } from '../../src/gguf/tensor-data.ts';
import { readGguf } from './gguf-reader.ts';

const architecture: [string, GgufValue] = [
  'general.architecture',
  { type: 'string', value: 'test' },
];

const tensor = (name: string, values: readonly number[]): GgufTensor => ({
  name,
  dimensions: [values.length],
  encoding: 'f32',
  data: encodeTensor(Float32Array.from(values), 'f32'),
});

const single = fc.float({ noNaN: true, noDefaultInfinity: true });
const anyValue: fc.Arbitrary<GgufValue> = fc.oneof(
  fc.record({ type: fc.constant('u32' as const), value: fc.nat() }),
  fc.record({ type: fc.constant('i32' as const), value: fc.integer() }),
  fc.record({ type: fc.constant('f32' as const), value: single }),
  fc.record({ type: fc.constant('bool' as const), value: fc.boolean() }),
  fc.record({
    type: fc.constant('string' as const),
    value: fc.string({ unit: 'grapheme' }),
  }),
  fc.record({
    type: fc.constant('strings' as const),
    value: fc.array(fc.string({ unit: 'grapheme' })),
  }),
  fc.record({ type: fc.constant('i32s' as const), value: fc.array(fc.integer()) }),
  fc.record({ type: fc.constant('f32s' as const), value: fc.array(single) }),
);

describe('a GGUF file', () => {
  test('gives back every key and tensor, in order, to a reader of the specification', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string(), anyValue), { selector: ([key]) => key }),
        fc.array(fc.array(single, { minLength: 1, maxLength: 40 }), { maxLength: 5 }),
        (entries, lists) => {
          const metadata = new Map([
            architecture,
            ...entries.filter(([key]) => key !== architecture[0]),
          ]);
          const tensors = lists.map((values, index) => tensor(`t${index}`, values));
          const file = writeGguf(metadata, tensors);
          const read = readGguf(file);
          expect(read.version).toBe(3);
          expect([...read.metadata]).toEqual([...metadata].map(([key, { value }]) => [key, value]));
          expect(read.tensors.map(({ name }) => name)).toEqual(tensors.map(({ name }) => name));
          for (const [index, { start, offset, dimensions }] of read.tensors.entries()) {
            const values = lists[index] ?? [];
            expect(offset % 32).toBe(0);
            expect(dimensions).toEqual([values.length]);
            const found = values.map((_, place) => file.readFloatLE(start + place * 4));
            expect(found).toEqual(values);
          }
        },
      ),
    );
  });

  test('ends where its last tensor ends, padded to 32 bytes', () => {
    const file = writeGguf(new Map([architecture]), [tensor('a', [1, 2, 3])]);
    expect(file.length).toBe((readGguf(file).tensors[0]?.start ?? 0) + 32);
  });

  test('is refused when the architecture is not its first key', () => {
    const metadata = new Map<string, GgufValue>([
      ['general.name', { type: 'string', value: 'late' }],
      architecture,
    ]);
    expect(() => writeGguf(metadata, [])).toThrow('general.architecture must be the first key');
    expect(() => writeGguf(new Map(), [])).toThrow('general.architecture must be the first key');
  });

  test('is refused when a tensor has too few bytes for its dimensions', () => {
    const cut = { ...tensor('a', [1, 2]), dimensions: [3] };
    expect(() => writeGguf(new Map([architecture]), [cut])).toThrow('has 8 bytes and needs 12');
  });

  test('is refused when two tensors share a name', () => {
    const twice = [tensor('a', [1]), tensor('a', [2])];
    expect(() => writeGguf(new Map([architecture]), twice)).toThrow('occurs twice');
  });
});
