import { crc32, inflateRawSync } from 'node:zlib';

/** A member of a zip file that is wanted. */
export interface WantedMember {
  readonly name: string;
  /** A larger member is refused, so that a small file cannot fill the memory. */
  readonly mostBytes: number;
}

// Signatures and offsets: APPNOTE.TXT of PKWARE, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end).
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** The comment behind the end of the directory has at most so many bytes. */
const LONGEST_COMMENT = 65_535;
/** Stands for a size or place that is told elsewhere, in files beyond 4 GB. */
const TOLD_ELSEWHERE = 0xffff_ffff;
/** Of the file mode of Unix, as stat(2) has it; it stands in the upper half of the external attributes. */
const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Gives the wanted members of a zip file, in the order of the wishes. Only they are unpacked, and no name of the file is
 * ever used as a path. Throws an Error for a file that is cut or malformed, a member that is missing, encrypted, too
 * large or damaged.
 */
export function readZipMembers(file: Buffer, wanted: readonly WantedMember[]): readonly Buffer[] {
  const entries = new Map(readDirectory(file).map((entry) => [entry.name, entry]));
  return wanted.map(({ name, mostBytes }) => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error(`the zip file has no member ${name}`);
    if (entry.sizeBytes > mostBytes)
      throw new Error(`${name} has ${entry.sizeBytes} bytes, more than ${mostBytes}`);
    return unpack(file, entry);
  });
}

/**
 * Refuses an archive that was made to do harm: throws an Error that names a member with a name that leads out of a folder
 * (absolute, `..`, with a backslash, a drive or an invisible character), a link, or a name that is there twice.
 */
export function checkZipNames(file: Buffer): void {
  const seen = new Set<string>();
  for (const { name, isLink } of readDirectory(file)) {
    const parts = name.split('/');
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    const isHostile = /^\/|^[a-z]:|\\|[\u0000-\u001f]/i.test(name) || parts.includes('..');
    const shown = JSON.stringify(name);
    if (isHostile) throw new Error(`the zip file has the member ${shown}, which leads out of it`);
    if (isLink) throw new Error(`the zip file has the link ${shown}`);
    if (seen.has(name)) throw new Error(`the zip file has the member ${shown} twice`);
    seen.add(name);
  }
}

interface ZipEntry {
  readonly name: string;
  /** A symbolic link, by the file mode of Unix. */
  readonly isLink: boolean;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

function readDirectory(file: Buffer): ZipEntry[] {
  const end = findEnd(file);
  const entries: ZipEntry[] = [];
  let position = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (position + ENTRY_BYTES > end || file.readUInt32LE(position) !== DIRECTORY_ENTRY)
      throw new Error('the directory of the zip file is malformed');
    const nameBytes = file.readUInt16LE(position + 28);
    const next =
      position +
      ENTRY_BYTES +
      nameBytes +
      file.readUInt16LE(position + 30) +
      file.readUInt16LE(position + 32);
    entries.push({
      name: file.toString('utf8', position + ENTRY_BYTES, position + ENTRY_BYTES + nameBytes),
      isLink: ((file.readUInt32LE(position + 38) >>> 16) & FILE_TYPE) === LINK,
      isEncrypted: (file.readUInt16LE(position + 8) & 1) === 1,
      method: file.readUInt16LE(position + 10),
      checksum: file.readUInt32LE(position + 16),
      packedBytes: file.readUInt32LE(position + 20),
      sizeBytes: file.readUInt32LE(position + 24),
      offset: file.readUInt32LE(position + 42),
    });
    position = next;
  }
  return entries;
}

function findEnd(file: Buffer): number {
  const last = file.length - END_BYTES;
  for (let position = last; position >= Math.max(0, last - LONGEST_COMMENT); position -= 1) {
    // The comment must reach exactly to the end of the file, else the signature is part of something else.
    const isEnd =
      file.readUInt32LE(position) === END_OF_DIRECTORY &&
      position + END_BYTES + file.readUInt16LE(position + 20) === file.length;
    if (isEnd) return position;
  }
  throw new Error('the zip file is cut: it has no end');
}

function unpack(file: Buffer, entry: ZipEntry): Buffer {
  const { name, offset, packedBytes, sizeBytes } = entry;
  if (entry.isEncrypted) throw new Error(`${name} is encrypted in the zip file`);
  if ([offset, packedBytes, sizeBytes].includes(TOLD_ELSEWHERE))
    throw new Error(`${name} is stored in the form for files beyond 4 GB, which is not read`);
  if (offset + LOCAL_BYTES > file.length || file.readUInt32LE(offset) !== LOCAL_HEADER)
    throw new Error(`${name} is not where the directory of the zip file says`);
  const start =
    offset + LOCAL_BYTES + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const bytes = decompress(file.subarray(start, start + packedBytes), entry);
  if (bytes.length !== sizeBytes || crc32(bytes) !== entry.checksum)
    throw new Error(`${name} is damaged in the zip file`);
  return bytes;
}

function decompress(packed: Buffer, { name, method, sizeBytes }: ZipEntry): Buffer {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error(`${name} is packed by the unknown method ${method}`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (cause) {
    throw new Error(`${name} is damaged in the zip file`, { cause });
  }
}
