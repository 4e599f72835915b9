import { decodeHalf } from './half-float.ts';

/** A tensor of a safetensors file. */
export interface SafetensorsTensor {
  /** Such as `F32`, `F16` or `I64`, as the file says it. */
  readonly encoding: string;
  /** Lengths of the dimensions, the one that varies fastest in memory last. */
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** No header of a real file comes near it; a damaged length must not make us read the file as JSON. */
const LARGEST_HEADER_BYTES = 100 * 1024 * 1024;
const BYTES_PER_VALUE: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Says that a file is not a safetensors file, or is damaged, and where. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

/**
 * The tensors of a safetensors file by name; their data are views into `file`. Throws a SafetensorsError for a header
 * that is too long, is not JSON, or names data that are outside the file or have the wrong size.
 */
export function readSafetensors(file: Uint8Array): ReadonlyMap<string, SafetensorsTensor> {
  if (file.length < 8) throw new SafetensorsError('the file ends before its header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > LARGEST_HEADER_BYTES || headerLength > file.length - 8)
    throw new SafetensorsError(`the header cannot be ${headerLength} bytes long`);
  const dataStart = 8 + Number(headerLength);
  const data = file.subarray(dataStart);
  const tensors = Object.entries(parseHeader(file.subarray(8, dataStart)))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => [name, readTensor(name, entry, data)] as const);
  return new Map(tensors);
}

/** The values of a tensor in F32 or F16. Throws a SafetensorsError for another encoding. */
export function tensorValues(tensor: SafetensorsTensor): Float32Array {
  const { data, encoding } = tensor;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (encoding === 'F32')
    return Float32Array.from({ length: data.length / 4 }, (_, index) =>
      view.getFloat32(index * 4, true),
    );
  if (encoding === 'F16')
    return Float32Array.from({ length: data.length / 2 }, (_, index) =>
      decodeHalf(view.getUint16(index * 2, true)),
    );
  throw new SafetensorsError(`values in ${encoding} cannot be read, only F32 and F16`);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch (cause) {
    throw new SafetensorsError('the header is not JSON', { cause });
  }
  throw new SafetensorsError('the header is not an object');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readTensor(name: string, entry: unknown, data: Uint8Array): SafetensorsTensor {
  if (!isRecord(entry)) throw new SafetensorsError(`${name} is not described by an object`);
  const { dtype: encoding, shape, data_offsets: offsets } = entry;
  if (typeof encoding !== 'string' || !isCountList(shape) || !isCountList(offsets))
    throw new SafetensorsError(`${name} has no proper dtype, shape and data_offsets`);
  const [start = -1, end = -1] = offsets;
  if (offsets.length !== 2 || start > end || end > data.length)
    throw new SafetensorsError(`${name} lies outside the file`);
  const valueBytes = BYTES_PER_VALUE[encoding];
  if (valueBytes === undefined) throw new SafetensorsError(`${name} is in unknown ${encoding}`);
  const expected = shape.reduce((product, length) => product * length, valueBytes);
  if (end - start !== expected)
    throw new SafetensorsError(`${name} has ${end - start} bytes, its shape needs ${expected}`);
  return { encoding, shape, data: data.subarray(start, end) };
}

function isCountList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
