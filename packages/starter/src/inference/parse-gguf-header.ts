import type { Buffer } from 'node:buffer';

/** A tensor as the header tells it. */
export interface GgufTensorEntry {
  readonly name: string;
  /** Number of weights. */
  readonly weights: number;
  /** Number of the encoding. */
  readonly encoding: number;
  /** Bytes from the start of the data. */
  readonly offset: number;
}

/** The head of a GGUF file. */
export interface GgufHeader {
  /** Values by key, in the order of the file; an array is null. */
  readonly metadata: ReadonlyMap<string, string | number | boolean | null>;
  readonly tensors: readonly GgufTensorEntry[];
  /** Where the data of the tensors start in the file. */
  readonly dataOffset: number;
}

/** More bytes than are there are needed; the message is for a file that has no more. */
export class GgufIncomplete extends Error {
  override readonly name = 'GgufIncomplete';
}

// Numbers of the format's specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
const STRING = 8;
const ARRAY = 9;
/** Bytes of each type of value but strings and arrays. */
const SCALAR_BYTES: readonly (number | undefined)[] = [
  1,
  1,
  2,
  2,
  4,
  4,
  4,
  1,
  undefined,
  undefined,
  8,
  8,
  8,
];
const VERSIONS = [2, 3];
const DEFAULT_ALIGNMENT = 32;
/** llama.cpp takes four dimensions. */
const MOST_DIMENSIONS = 8;
/** Models have some hundreds to some thousands of keys and tensors; more is damage. */
const MOST_ENTRIES = 1_000_000;
/** Models have arrays of numbers and texts; llama.cpp takes none within another. */
const MOST_ARRAY_DEPTH = 4;
/** More than the longest template or licence. */
const MOST_TEXT_BYTES = 16 * 1024 * 1024;
const LETTERS = 0x46554747;

/**
 * Reads the head of a GGUF file from its first bytes. Throws GgufIncomplete when the head is longer than what was given,
 * and a plain Error in words when this is no GGUF file or a damaged one. `fileSizeBytes` bounds what a length may claim.
 */
export function parseGgufHeader(bytes: Buffer, fileSizeBytes: number): GgufHeader {
  const cursor = new Cursor(bytes, fileSizeBytes);
  if (fileSizeBytes < 4 || cursor.u32() !== LETTERS)
    throw new Error('this is not a GGUF file: it does not begin with the letters GGUF');
  const version = cursor.u32();
  if (!VERSIONS.includes(version))
    throw new Error(`the GGUF version ${version} is not supported, only 2 and 3 are`);
  const tensorCount = cursor.count('tensors');
  const keyCount = cursor.count('keys');
  const metadata = new Map<string, string | number | boolean | null>();
  for (let index = 0; index < keyCount; index++) {
    const key = cursor.text();
    metadata.set(key, cursor.value(cursor.u32()));
  }
  const tensors = Array.from({ length: tensorCount }, () => cursor.tensor());
  const alignment = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  if (typeof alignment !== 'number' || alignment < 1 || alignment % 8 !== 0)
    throw new Error('the GGUF file is damaged: its alignment is no multiple of 8');
  return { metadata, tensors, dataOffset: Math.ceil(cursor.position / alignment) * alignment };
}

class Cursor {
  position = 0;
  readonly #bytes: Buffer;
  readonly #fileSizeBytes: number;

  constructor(bytes: Buffer, fileSizeBytes: number) {
    this.#bytes = bytes;
    this.#fileSizeBytes = fileSizeBytes;
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  u64(): number {
    return Number(this.#bytes.readBigUInt64LE(this.#take(8)));
  }

  count(what: string): number {
    const count = this.u64();
    if (count > MOST_ENTRIES)
      throw new Error(`the GGUF file is damaged: it claims ${count} ${what}`);
    return count;
  }

  text(): string {
    const length = this.u64();
    if (length > MOST_TEXT_BYTES && length <= this.#fileSizeBytes)
      throw new Error(`the GGUF file is damaged: it has a text of ${length} bytes`);
    const start = this.#take(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  value(type: number): string | number | boolean | null {
    if (type === STRING) return this.text();
    if (type === ARRAY) return this.#skipArray(1);
    const start = this.#take(scalarBytes(type));
    return readScalar(this.#bytes, type, start);
  }

  tensor(): GgufTensorEntry {
    const name = this.text();
    const dimensions = this.u32();
    if (dimensions > MOST_DIMENSIONS)
      throw new Error(`the GGUF file is damaged: the tensor ${name} has ${dimensions} dimensions`);
    let weights = 1;
    for (let index = 0; index < dimensions; index++) weights *= this.u64();
    return { name, weights, encoding: this.u32(), offset: this.u64() };
  }

  #skipArray(depth: number): null {
    if (depth > MOST_ARRAY_DEPTH)
      throw new Error('the GGUF file is damaged: it has arrays within arrays without end');
    const type = this.u32();
    const count = this.u64();
    if (type === STRING) {
      for (let index = 0; index < count; index++) this.#take(this.u64());
    } else if (type === ARRAY) {
      for (let index = 0; index < count; index++) this.#skipArray(depth + 1);
    } else {
      this.#take(scalarBytes(type) * count);
    }
    return null;
  }

  #take(count: number): number {
    const start = this.position;
    const end = start + count;
    if (end > this.#fileSizeBytes)
      throw new Error(
        `the GGUF file is cut or damaged: its head reaches beyond its end of ${this.#fileSizeBytes} bytes`,
      );
    if (end > this.#bytes.length) throw new GgufIncomplete('the head of the GGUF file goes on');
    this.position = end;
    return start;
  }
}

function scalarBytes(type: number): number {
  const count = SCALAR_BYTES[type];
  if (count === undefined)
    throw new Error(`the GGUF file is damaged: it has a value of the unknown type ${type}`);
  return count;
}

function readScalar(bytes: Buffer, type: number, start: number): number | boolean {
  switch (type) {
    case 0:
      return bytes.readUInt8(start);
    case 1:
      return bytes.readInt8(start);
    case 2:
      return bytes.readUInt16LE(start);
    case 3:
      return bytes.readInt16LE(start);
    case 4:
      return bytes.readUInt32LE(start);
    case 5:
      return bytes.readInt32LE(start);
    case 6:
      return bytes.readFloatLE(start);
    case 7:
      return bytes.readUInt8(start) !== 0;
    case 10:
      return Number(bytes.readBigUInt64LE(start));
    case 11:
      return Number(bytes.readBigInt64LE(start));
    default:
      return bytes.readDoubleLE(start);
  }
}
