import { isRecord } from '@nodetool-ai/graph';
import { float16Value } from './tensor-data.ts';

/** A tensor of a safetensors file. */
export interface SafeTensor {
  /** The slowest dimension comes first. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Tensors of other types (such as positions in I64) are left out: no conversion needs them. */
const VALUE_BYTES: ReadonlyMap<unknown, number> = new Map([
  ['F32', 4],
  ['F16', 2],
]);

/**
 * Reads the F32 and F16 tensors of a safetensors file, by name. Throws an Error that says what is wrong with a file that
 * is cut or malformed.
 */
export function readSafetensors(file: Buffer): ReadonlyMap<string, SafeTensor> {
  if (file.length < 8) throw new Error('the safetensors file is cut: it has no header');
  const dataStart = 8n + file.readBigUInt64LE(0);
  if (dataStart > file.length) throw new Error('the safetensors file is cut within its header');
  const data = file.subarray(Number(dataStart));
  const tensors = new Map<string, SafeTensor>();
  for (const [name, entry] of Object.entries(parseHeader(file.subarray(8, Number(dataStart))))) {
    const tensor = name === '__metadata__' ? undefined : readTensor(name, entry, data);
    if (tensor !== undefined) tensors.set(name, tensor);
  }
  return tensors;
}

function parseHeader(bytes: Buffer): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Error('the header of the safetensors file is not JSON', { cause });
  }
  if (isRecord(header)) return header;
  throw new Error('the header of the safetensors file is not an object');
}

function readTensor(name: string, entry: unknown, data: Buffer): SafeTensor | undefined {
  if (!isRecord(entry)) throw new Error(`the header of the tensor ${name} is malformed`);
  const shape = counts(entry['shape'], name);
  const offsets = counts(entry['data_offsets'], name);
  const [start = 0, end = 0] = offsets;
  if (offsets.length !== 2 || start > end || end > data.length)
    throw new Error(`the tensor ${name} does not lie within the safetensors file`);
  const valueBytes = VALUE_BYTES.get(entry['dtype']);
  if (valueBytes === undefined) return undefined;
  const length = shape.reduce((product, size) => product * size, 1);
  if (end - start !== length * valueBytes)
    throw new Error(`the tensor ${name} has ${end - start} bytes for ${length} numbers`);
  const view = new DataView(data.buffer, data.byteOffset + start, end - start);
  const values = new Float32Array(length);
  for (let index = 0; index < length; index += 1)
    values[index] =
      valueBytes === 4
        ? view.getFloat32(index * 4, true)
        : float16Value(view.getUint16(index * 2, true));
  return { shape, values };
}

function counts(value: unknown, name: string): readonly number[] {
  const isCount = (item: unknown): item is number =>
    Number.isSafeInteger(item) && Number(item) >= 0;
  if (Array.isArray(value) && value.every(isCount)) return value;
  throw new Error(`the header of the tensor ${name} is malformed`);
}
