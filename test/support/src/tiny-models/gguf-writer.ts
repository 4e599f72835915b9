import { encodedSizeBytes } from './tensor-encoding.ts';
import type { TensorEncoding } from './tensor-encoding.ts';

/** A typed value of a GGUF metadata key. Integers must fit their type; `f32` is rounded to single precision. */
export type GgufValue =
  | { readonly type: 'u32' | 'i32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'string[]'; readonly value: readonly string[] }
  | { readonly type: 'i32[]' | 'f32[]'; readonly value: readonly number[] };

/** A tensor of a GGUF file. */
export interface GgufTensor {
  readonly name: string;
  /** Lengths of the dimensions, the one that varies fastest in memory first. */
  readonly shape: readonly number[];
  readonly encoding: TensorEncoding;
  /** The values in their encoding; its length must be what shape and encoding ask for. */
  readonly data: Uint8Array;
}

/** What goes into a GGUF file. */
export interface GgufContent {
  /**
   * Keys in the order of the file. `general.architecture` must be the first one: Ollama reads the keys one after the
   * other and misjudges a model whose architecture comes late.
   */
  readonly metadata: readonly (readonly [key: string, value: GgufValue])[];
  readonly tensors: readonly GgufTensor[];
}

const ALIGNMENT_BYTES = 32;
const VERSION = 3;
// Numbers of the GGUF specification, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
const VALUE_TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
const ENCODING_TYPES: Readonly<Record<TensorEncoding, number>> = { F32: 0, F16: 1, Q8_0: 8 };

/**
 * The bytes of a GGUF file (version 3, little-endian, alignment 32). The same content gives the same bytes.
 * Throws a RangeError when the first key is not the architecture, a name occurs twice, or a tensor's data has the wrong
 * length.
 */
export function writeGguf(content: GgufContent): Uint8Array {
  check(content);
  const header = new ByteList();
  header.bytes(Buffer.from('GGUF', 'latin1'));
  header.u32(VERSION);
  header.u64(content.tensors.length);
  header.u64(content.metadata.length);
  for (const [key, value] of content.metadata) writeEntry(header, key, value);
  let offset = 0;
  const offsets = content.tensors.map((tensor) => {
    const own = offset;
    offset += aligned(tensor.data.length);
    return own;
  });
  content.tensors.forEach((tensor, index) => {
    header.string(tensor.name);
    header.u32(tensor.shape.length);
    for (const length of tensor.shape) header.u64(length);
    header.u32(ENCODING_TYPES[tensor.encoding]);
    header.u64(offsets[index] ?? 0);
  });
  const dataStart = aligned(header.length);
  const file = Buffer.alloc(dataStart + offset);
  header.copyTo(file);
  content.tensors.forEach((tensor, index) =>
    file.set(tensor.data, dataStart + (offsets[index] ?? 0)),
  );
  return file;
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

function check({ metadata, tensors }: GgufContent): void {
  if (metadata[0]?.[0] !== 'general.architecture')
    throw new RangeError('general.architecture must be the first key of a GGUF file');
  refuseTwice(metadata.map(([key]) => key));
  refuseTwice(tensors.map(({ name }) => name));
  for (const { name, shape, encoding, data } of tensors) {
    const expected = encodedSizeBytes(shape, encoding);
    if (data.length !== expected)
      throw new RangeError(`tensor ${name} has ${data.length} bytes, its shape needs ${expected}`);
  }
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`${twice} occurs twice in the GGUF file`);
}

function writeEntry(list: ByteList, key: string, entry: GgufValue): void {
  list.string(key);
  switch (entry.type) {
    case 'string[]':
      list.arrayHeader(VALUE_TYPES.string, entry.value.length);
      for (const text of entry.value) list.string(text);
      return;
    case 'i32[]':
    case 'f32[]': {
      const type = entry.type === 'i32[]' ? 'i32' : 'f32';
      list.arrayHeader(VALUE_TYPES[type], entry.value.length);
      for (const value of entry.value) list[type](value);
      return;
    }
    case 'bool':
      list.u32(VALUE_TYPES.bool);
      list.bytes(Uint8Array.of(entry.value ? 1 : 0));
      return;
    case 'string':
      list.u32(VALUE_TYPES.string);
      list.string(entry.value);
      return;
    case 'u32':
    case 'i32':
    case 'f32':
      list.u32(VALUE_TYPES[entry.type]);
      list[entry.type](entry.value);
  }
}

/** Little-endian values in a row. */
class ByteList {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  bytes(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  u32(value: number): void {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    this.bytes(part);
  }

  i32(value: number): void {
    const part = Buffer.alloc(4);
    part.writeInt32LE(value);
    this.bytes(part);
  }

  f32(value: number): void {
    const part = Buffer.alloc(4);
    part.writeFloatLE(value);
    this.bytes(part);
  }

  u64(value: number): void {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    this.bytes(part);
  }

  string(text: string): void {
    const encoded = Buffer.from(text, 'utf8');
    this.u64(encoded.length);
    this.bytes(encoded);
  }

  arrayHeader(elementType: number, count: number): void {
    this.u32(VALUE_TYPES.array);
    this.u32(elementType);
    this.u64(count);
  }

  copyTo(target: Uint8Array): void {
    let position = 0;
    for (const part of this.#parts) {
      target.set(part, position);
      position += part.length;
    }
  }
}
