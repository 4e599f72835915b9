import { Buffer } from 'node:buffer';
import { tensorSizeBytes } from './tensor-data.ts';
import type { TensorEncoding } from './tensor-data.ts';

/** Value types of GGUF metadata, by the numbers of the format (version 3). */
export type GgufValue =
  | { readonly type: 'u32' | 'i32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'i32s' | 'f32s'; readonly value: readonly number[] };

/** A tensor; the fastest-varying dimension comes first. */
export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly encoding: TensorEncoding;
  /** The encoded bytes. */
  readonly data: Uint8Array;
}

/**
 * Metadata in the order of the file. `general.architecture` must be the first key, then its own keys, then the
 * tokenizer: a daemon that reads the keys in order misjudges a model whose architecture comes late.
 */
export type GgufMetadata = ReadonlyMap<string, GgufValue>;

// Numbers of the format's specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
const ALIGNMENT = 32;
const TYPE_NUMBER = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
const ENCODING_NUMBER = { f32: 0, f16: 1, q8_0: 8 } as const;

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function i32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}

function array(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([u32(TYPE_NUMBER.array), u32(type), u64(items.length), ...items]);
}

function encodeValue(entry: GgufValue): Buffer {
  switch (entry.type) {
    case 'u32':
      return Buffer.concat([u32(TYPE_NUMBER.u32), u32(entry.value)]);
    case 'i32':
      return Buffer.concat([u32(TYPE_NUMBER.i32), i32(entry.value)]);
    case 'f32':
      return Buffer.concat([u32(TYPE_NUMBER.f32), f32(entry.value)]);
    case 'bool':
      return Buffer.concat([u32(TYPE_NUMBER.bool), Buffer.from([entry.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([u32(TYPE_NUMBER.string), text(entry.value)]);
    case 'strings':
      return array(TYPE_NUMBER.string, entry.value.map(text));
    case 'i32s':
      return array(TYPE_NUMBER.i32, entry.value.map(i32));
    case 'f32s':
      return array(TYPE_NUMBER.f32, entry.value.map(f32));
  }
}

const padded = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/**
 * Gives the bytes of a GGUF file, version 3, little-endian. The same input always gives the same bytes. Throws a
 * RangeError when the architecture is not the first key, a tensor's name occurs twice, or its data have the wrong length.
 */
export function writeGguf(metadata: GgufMetadata, tensors: readonly GgufTensor[]): Buffer {
  check(metadata, tensors);
  const head: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.size)];
  for (const [key, value] of metadata) head.push(text(key), encodeValue(value));
  let offset = 0;
  for (const { name, dimensions, encoding, data } of tensors) {
    head.push(
      text(name),
      u32(dimensions.length),
      ...dimensions.map(u64),
      u32(ENCODING_NUMBER[encoding]),
      u64(offset),
    );
    offset += padded(data.length);
  }
  const header = Buffer.concat(head);
  const file = Buffer.alloc(padded(header.length) + offset);
  header.copy(file);
  let position = padded(header.length);
  for (const { data } of tensors) {
    file.set(data, position);
    position += padded(data.length);
  }
  return file;
}

function check(metadata: GgufMetadata, tensors: readonly GgufTensor[]): void {
  if (metadata.keys().next().value !== 'general.architecture')
    throw new RangeError('general.architecture must be the first key of a GGUF file');
  const names = new Set<string>();
  for (const { name, dimensions, encoding, data } of tensors) {
    if (names.has(name)) throw new RangeError(`the tensor ${name} occurs twice`);
    names.add(name);
    const expected = tensorSizeBytes(dimensions, encoding);
    if (data.length !== expected)
      throw new RangeError(`the tensor ${name} has ${data.length} bytes and needs ${expected}`);
  }
}
