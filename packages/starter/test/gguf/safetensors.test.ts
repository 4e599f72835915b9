import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../src/gguf/safetensors.ts';
import { writeSafetensors } from './safetensors-writer.ts';

describe('a safetensors file', () => {
  test('gives its numbers in F32 and F16 by name, and leaves out other types', () => {
    const file = writeSafetensors({
      single: { dtype: 'F32', shape: [2, 1], data: Buffer.from('0000803f000000c0', 'hex') },
      half: { dtype: 'F16', shape: [2], data: Buffer.from('003c00c0', 'hex') },
      ids: { dtype: 'I64', shape: [1], data: Buffer.alloc(8) },
    });
    const tensors = readSafetensors(file);
    expect([...tensors.keys()]).toEqual(['single', 'half']);
    expect(tensors.get('single')).toEqual({ shape: [2, 1], values: Float32Array.of(1, -2) });
    expect(tensors.get('half')).toEqual({ shape: [2], values: Float32Array.of(1, -2) });
  });

  test.each([
    ['is not JSON', '{"a":'],
    ['is an array', '[]'],
    ['describes a tensor by a number', '{"a":1}'],
    ['leaves out the shape', '{"a":{"dtype":"F32","data_offsets":[0,4]}}'],
    ['has a negative dimension', '{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}'],
    ['has a fraction as dimension', '{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,2]}}'],
    ['has one offset', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}'],
    ['has three offsets', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}'],
    ['ends before it starts', '{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}'],
    ['leads outside the file', '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}'],
    ['has fewer bytes than numbers', '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}'],
  ])('is refused when its header %s', (_name, header) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const file = Buffer.concat([length, Buffer.from(header), Buffer.alloc(8)]);
    expect(() => readSafetensors(file)).toThrow(/header|tensor a/);
  });

  test('is refused when it is cut anywhere', () => {
    const file = writeSafetensors({ a: { dtype: 'F32', shape: [4], data: Buffer.alloc(16) } });
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), (length) => {
        expect(() => readSafetensors(file.subarray(0, length))).toThrow(
          /is cut|does not lie within/,
        );
      }),
    );
  });

  test('is refused when its header claims to be longer than any file', () => {
    expect(() => readSafetensors(Buffer.alloc(16, 0xff))).toThrow('cut within its header');
  });
});
