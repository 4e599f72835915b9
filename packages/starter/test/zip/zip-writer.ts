import { crc32, deflateRawSync } from 'node:zlib';

/** A member to write; what is left out is what it should be. */
export interface WrittenMember {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isStored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly sizeBytes?: number;
  /** Of Unix. */
  readonly mode?: number;
}

/** The bytes of a zip file. */
export function writeZip(members: readonly WrittenMember[], comment = ''): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const packed = member.isStored ? member.bytes : deflateRawSync(member.bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(member.flags ?? 0, 2);
    fields.writeUInt16LE(member.method ?? (member.isStored ? 0 : 8), 4);
    fields.writeUInt32LE(crc32(member.bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(member.sizeBytes ?? member.bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\u0003\u0004'), fields, name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    entries.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, rest, name);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...bodies, directory, end, Buffer.from(comment)]);
}
