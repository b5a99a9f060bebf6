import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip as a test wants it, honest or not. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer | string;
  readonly deflate?: boolean;
  /** Unix mode, e.g. 0o120777 of a symbolic link. */
  readonly mode?: number;
  /** General purpose flags; bit 0: encrypted. */
  readonly flags?: number;
  /** What the headers say the unpacked size is, if not the truth. */
  readonly claimedSize?: number;
}

/** Puts a zip together byte by byte, so that it can hold what no zip tool would write. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, deflate = false, mode = 0o100644, flags = 0, claimedSize } of entries) {
    const plain = Buffer.from(content as string);
    const packed = deflate ? deflateRawSync(plain, { level: 9 }) : plain;
    const nameBytes = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | flags, 2);
    common.writeUInt16LE(deflate ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE((mode << 16) >>> 0, 6);
    central.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, central, nameBytes);
    offset += 4 + common.length + nameBytes.length + packed.length;
  }
  const tail = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(tail.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, tail, end]);
}
