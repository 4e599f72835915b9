/** A tensor to write, as its header describes it. */
export interface WrittenTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Buffer;
}

/** The bytes of a safetensors file. */
export function writeSafetensors(tensors: Readonly<Record<string, WrittenTensor>>): Buffer {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    const start = offset;
    offset += data.length;
    return [name, { dtype, shape, data_offsets: [start, offset] }] as const;
  });
  const header = Buffer.from(
    JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, ...Object.values(tensors).map(({ data }) => data)]);
}
