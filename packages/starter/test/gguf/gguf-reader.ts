/** What a GGUF file says of itself, read without any code of the writer. */
export interface ReadGguf {
  readonly version: number;
  /** In the order of the file. */
  readonly metadata: ReadonlyMap<string, unknown>;
  readonly tensors: readonly ReadTensor[];
  readonly sizeBytes: number;
}

/** A tensor of a GGUF file. */
export interface ReadTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: number;
  /** From the start of the file. */
  readonly start: number;
  readonly offset: number;
}

/** Reads a GGUF file after the specification. Throws a RangeError where the file ends too early. */
export function readGguf(file: Buffer): ReadGguf {
  let position = 0;
  const take = (length: number) => {
    position += length;
    return position - length;
  };
  const u32 = () => file.readUInt32LE(take(4));
  const u64 = () => Number(file.readBigUInt64LE(take(8)));
  const text = () => {
    const length = u64();
    const start = take(length);
    return file.toString('utf8', start, start + length);
  };
  const value = (type: number): unknown => {
    switch (type) {
      case 4:
        return u32();
      case 5:
        return file.readInt32LE(take(4));
      case 6:
        return file.readFloatLE(take(4));
      case 7:
        return file.readUInt8(take(1)) === 1;
      case 8:
        return text();
      case 9: {
        const elementType = u32();
        return Array.from({ length: u64() }, () => value(elementType));
      }
      default:
        throw new Error(`unknown value type ${type}`);
    }
  };
  if (file.toString('latin1', take(4), 4) !== 'GGUF') throw new Error('not a GGUF file');
  const version = u32();
  const tensorCount = u64();
  const keyCount = u64();
  const metadata = new Map<string, unknown>();
  for (let index = 0; index < keyCount; index += 1) metadata.set(text(), value(u32()));
  const entries = Array.from({ length: tensorCount }, () => ({
    name: text(),
    dimensions: Array.from({ length: u32() }, u64),
    type: u32(),
    offset: u64(),
  }));
  const dataStart = Math.ceil(position / 32) * 32;
  const tensors = entries.map((entry) => ({ ...entry, start: dataStart + entry.offset }));
  return { version, metadata, tensors, sizeBytes: file.length };
}
