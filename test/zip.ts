import { crc32, deflateRawSync } from 'node:zlib';

/** What of an entry is to be different from the truth. */
export interface Lies {
  readonly size?: number;
  readonly crc?: number;
  readonly method?: number;
  readonly flags?: number;
}

interface ZipEntry extends Lies {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A zip archive, by hand, so that it can be a wrong one. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.content);
    const common = commonHeader(entry, packed.length);
    const name = Buffer.from(entry.name);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.alloc(2), name]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    listed.push(Buffer.from('PK\u0001\u0002\u0014\0'), common, Buffer.alloc(2), tail, name);
    parts.push(local, packed);
    at += local.length + packed.length;
  }
  const list = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** What an entry says of itself, where it lies and where it is listed: from its version to its name's length. */
function commonHeader(
  { name, content, size, crc, method, flags }: ZipEntry,
  packed: number,
): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(flags ?? 0, 2);
  header.writeUInt16LE(method ?? 8, 4);
  header.writeUInt32LE(crc ?? crc32(content), 10);
  header.writeUInt32LE(packed, 14);
  header.writeUInt32LE(size ?? Buffer.byteLength(content), 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
}
