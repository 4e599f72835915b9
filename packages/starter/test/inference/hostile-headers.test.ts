import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeGguf } from '../../src/gguf/gguf-writer.ts';
import type { GgufValue } from '../../src/gguf/gguf-writer.ts';
import { inspectModel } from '../../src/inference/inspect-model.ts';
import { parseGgufHeader } from '../../src/inference/parse-gguf-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'nodetool-headers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};
/** A head with one key `a` and what follows its name. */
const headOf = (...rest: readonly Buffer[]) =>
  Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(0n),
    u64(1n),
    u64(1n),
    Buffer.from('a'),
    ...rest,
  ]);
const STRING = u32(8);
const ARRAY = u32(9);

describe('a head that wants to do harm is refused', () => {
  test('arrays within arrays', () => {
    const nested = Array.from({ length: 100_000 }, () => Buffer.concat([ARRAY, u64(1n)]));
    const head = headOf(ARRAY, ...nested);
    expect(() => parseGgufHeader(head, head.length)).toThrow('arrays within arrays');
  });

  test('a text that is longer than any is, in a file that has as much', () => {
    const head = headOf(STRING, u64(2n ** 30n));
    expect(() => parseGgufHeader(head, 2 ** 40)).toThrow('has a text of 1073741824 bytes');
  });

  test.each([2n ** 62n, 2n ** 64n - 1n])('an array that claims %d values', (count) => {
    const head = headOf(ARRAY, u32(10), u64(count));
    expect(() => parseGgufHeader(head, head.length)).toThrow('cut or damaged');
  });
});

test.each<readonly [string, GgufValue]>([
  ['no number', { type: 'f32', value: NaN }],
  ['endless', { type: 'f32', value: Infinity }],
  ['nothing', { type: 'u32', value: 0 }],
  ['a part of one', { type: 'f32', value: 0.5 }],
])('a context that is %s is unknown', async (name, value) => {
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['llama.context_length', value],
  ]);
  const tensor = { name: 't', dimensions: [1], encoding: 'f32' as const, data: Buffer.alloc(4) };
  const file = join(folder, `${name}.gguf`);
  writeFileSync(file, writeGguf(metadata, [tensor]));
  expect(await inspectModel(file)).not.toHaveProperty('contextLength');
});
