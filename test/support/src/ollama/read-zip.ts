import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** Larger members are refused; the largest that is wanted has 98 MB. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Gives the named members of a zip file, in the order of the names. Only they are looked at, so no name of the file
 * itself is ever used as a path. Throws for a file that is cut, a member that is missing or too large.
 */
export function readZipMembers(file: Buffer, names: readonly string[]): readonly Buffer[] {
  const members = new Map<string, Buffer>();
  for (const entry of directory(file)) {
    if (names.includes(entry.name)) members.set(entry.name, extract(file, entry));
  }
  return names.map((name) => {
    const member = members.get(name);
    if (member === undefined) throw new Error(`the zip file has no member ${name}`);
    return member;
  });
}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

function* directory(file: Buffer): Generator<ZipEntry> {
  const end = findEnd(file);
  const count = file.readUInt16LE(end + 10);
  let position = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (position + 46 > file.length || file.readUInt32LE(position) !== DIRECTORY_ENTRY) {
      throw new Error('the directory of the zip file is malformed');
    }
    const nameLength = file.readUInt16LE(position + 28);
    yield {
      name: file.toString('utf8', position + 46, position + 46 + nameLength),
      method: file.readUInt16LE(position + 10),
      packedBytes: file.readUInt32LE(position + 20),
      sizeBytes: file.readUInt32LE(position + 24),
      offset: file.readUInt32LE(position + 42),
    };
    position +=
      46 + nameLength + file.readUInt16LE(position + 30) + file.readUInt16LE(position + 32);
  }
}

function findEnd(file: Buffer): number {
  // The end record has 22 bytes and a comment of at most 65,535.
  for (
    let position = file.length - 22;
    position >= Math.max(0, file.length - 65_557);
    position -= 1
  ) {
    if (file.readUInt32LE(position) === END_OF_DIRECTORY) return position;
  }
  throw new Error('the zip file is cut: it has no end');
}

function extract(file: Buffer, entry: ZipEntry): Buffer {
  if (entry.sizeBytes > MOST_BYTES)
    throw new Error(`${entry.name} is larger than ${MOST_BYTES} bytes`);
  const start =
    entry.offset + 30 + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28);
  const packed = file.subarray(start, start + entry.packedBytes);
  const bytes =
    entry.method === 0
      ? Buffer.from(packed)
      : inflateRawSync(packed, { maxOutputLength: MOST_BYTES });
  if (bytes.length !== entry.sizeBytes) throw new Error(`${entry.name} is damaged in the zip file`);
  return bytes;
}
