import { isRecord } from '@nodetool-ai/graph';

/** A tensor of a safetensors file, as 32-bit floats. The slowest dimension comes first. */
export interface SafeTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Reads the 32-bit float tensors of a safetensors file, by name. Throws for a file that is cut or malformed. */
export function readSafetensors(file: Buffer): ReadonlyMap<string, SafeTensor> {
  if (file.length < 8) throw new Error('the safetensors file is cut: it has no header');
  const headerLength = Number(file.readBigUInt64LE(0));
  const dataStart = 8 + headerLength;
  if (dataStart > file.length) throw new Error('the safetensors file is cut within its header');
  const header: unknown = JSON.parse(file.toString('utf8', 8, dataStart));
  if (!isRecord(header)) throw new Error('the header of the safetensors file is not an object');
  const tensors = new Map<string, SafeTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (!isRecord(entry) || entry['dtype'] !== 'F32') continue;
    const shape = numbers(entry['shape'], name);
    const [start = 0, end = 0] = numbers(entry['data_offsets'], name);
    const length = shape.reduce((product, size) => product * size, 1);
    if (end - start !== length * 4 || dataStart + end > file.length) {
      throw new Error(`the tensor ${name} does not lie within the safetensors file`);
    }
    // A copy, because floats must begin at a multiple of four.
    const bytes = Uint8Array.prototype.slice.call(file, dataStart + start, dataStart + end);
    tensors.set(name, { shape, values: new Float32Array(bytes.buffer) });
  }
  return tensors;
}

function numbers(value: unknown, name: string): readonly number[] {
  if (
    Array.isArray(value) &&
    value.every((item): item is number => Number.isInteger(item) && item >= 0)
  )
    return value;
  throw new Error(`the header of the tensor ${name} is malformed`);
}
