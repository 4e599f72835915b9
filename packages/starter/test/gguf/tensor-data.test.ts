import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeTensor,
  float16Bits,
  float16Value,
  tensorSizeBytes,
} from '../../src/gguf/tensor-data.ts';

describe('half-precision floats', () => {
  test('every one of them survives the way to a number and back', () => {
    const changed = Array.from({ length: 0x1_0000 }, (_, bits) => bits).filter((bits) => {
      const value = float16Value(bits);
      return !Number.isNaN(value) && float16Bits(value) !== bits;
    });
    expect(changed).toEqual([]);
  });

  test('a number becomes the nearest of them', () => {
    fc.assert(
      fc.property(fc.float({ min: -65_504, max: 65_504, noNaN: true }), (value) => {
        const bits = float16Bits(value);
        const distance = (other: number) => Math.abs(float16Value(other & 0xffff) - value);
        const neighbours = [bits - 1, bits + 1].map(distance).filter(Number.isFinite);
        expect(distance(bits)).toBeLessThanOrEqual(Math.min(...neighbours));
      }),
    );
  });

  test.each([
    ['half way goes to the even one', 1 + 2 ** -11, 0x3c00],
    ['half way goes up to the even one', 1 + 3 * 2 ** -11, 0x3c02],
    ['rounding up may reach the next power of two', 2 - 2 ** -12, 0x4000],
    ['the largest', 65_504, 0x7bff],
    ['too large', 65_520, 0x7c00],
    ['infinity', -Infinity, 0xfc00],
    ['the smallest', 2 ** -24, 0x0001],
    ['too small', 2 ** -26, 0x0000],
    ['negative zero', -0, 0x8000],
  ])('%s', (_name, value, bits) => {
    expect(float16Bits(value)).toBe(bits);
  });

  test('what is no number stays none', () => {
    expect(float16Value(float16Bits(NaN))).toBeNaN();
  });
});

describe('blocks of 8 bits', () => {
  const decode = (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length / 34 }, (_, block) => {
      const scale = float16Value(view.getUint16(block * 34, true));
      return Array.from(
        { length: 32 },
        (__, index) => view.getInt8(block * 34 + 2 + index) * scale,
      );
    }).flat();
  };

  test('each number comes back within half a step of its block', () => {
    const block = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), {
      minLength: 32,
      maxLength: 32,
    });
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        const values = blocks.flat();
        const decoded = decode(encodeTensor(Float32Array.from(values), 'q8_0'));
        expect(decoded).toHaveLength(values.length);
        for (const [index, value] of values.entries()) {
          const largest = Math.max(...(blocks[Math.floor(index / 32)] ?? []).map(Math.abs));
          // Half a step, and 127 times the error of the half-precision scale.
          const tolerance = largest * (0.5 / 127 + 2 ** -11) + 127 * 2 ** -25;
          expect(Math.abs((decoded[index] ?? NaN) - value)).toBeLessThanOrEqual(tolerance);
        }
      }),
    );
  });

  test('halves are rounded away from zero on both sides', () => {
    const values = new Float32Array(32);
    values.set([127, 2.5, -2.5]);
    const bytes = encodeTensor(values, 'q8_0');
    expect([...new Int8Array(bytes.buffer, 2, 4)]).toEqual([127, 3, -3, 0]);
  });

  test('zeros stay zeros', () => {
    expect(decode(encodeTensor(new Float32Array(32), 'q8_0'))).toEqual(
      Array.from({ length: 32 }, () => 0),
    );
  });

  test('rows that do not divide into blocks are refused', () => {
    expect(() => tensorSizeBytes([48, 4], 'q8_0')).toThrow('rows of 48 numbers');
    expect(() => encodeTensor(new Float32Array(33), 'q8_0')).toThrow('rows of 33 numbers');
    expect(tensorSizeBytes([64, 3], 'q8_0')).toBe(6 * 34);
  });
});
