/**
 * A reader of zip archives as far as wheels need it: stored or deflated entries, no encryption, no zip64. It streams,
 * because one entry of the wheel is larger than what should be held in memory.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
/** Larger entries are streamed, smaller ones decoded in one go. */
const STREAM_ABOVE = 4 * 1024 * 1024;

/**
 * Extracts the selected entries of an archive.
 *
 * @param {string} file
 * @param {string} folder - created when missing
 * @param {(name: string) => string | null} select - where an entry goes below `folder`, or null to leave it out
 * @returns {Promise<Map<string, { size: number, sha256: string }>>} what was written, by path below `folder`
 */
export async function extractZip(file, folder, select) {
  const handle = await fs.promises.open(file);
  try {
    const written = new Map();
    for (const entry of await readDirectory(handle, file)) {
      const target = entry.name.endsWith('/') ? null : select(entry.name);
      if (target === null) continue;
      const to = path.resolve(folder, target);
      if (!to.startsWith(path.resolve(folder) + path.sep))
        throw new Error(`${file}: entry ${entry.name} points outside`);
      fs.mkdirSync(path.dirname(to), { recursive: true });
      written.set(target, await writeEntry(handle, file, entry, to));
    }
    return written;
  } finally {
    await handle.close();
  }
}

async function readDirectory(handle, file) {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw new Error(`${file}: not a zip archive, or cut short`);
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (count === 0xffff || length === 0xffffffff || offset === 0xffffffff)
    throw new Error(`${file}: zip64 is not supported`);
  const directory = await readAt(handle, offset, length);
  const entries = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new Error(`${file}: broken directory`);
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function writeEntry(handle, file, entry, to) {
  const local = await readAt(handle, entry.offset, 30);
  if (local.readUInt32LE(0) !== LOCAL_SIGNATURE)
    throw new Error(`${file}: no entry where ${entry.name} should be`);
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`${file}: ${entry.name} is packed with method ${entry.method}`);
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const check = checker();
  if (entry.size <= STREAM_ABOVE && entry.packedSize <= STREAM_ABOVE) {
    const packed = await readAt(handle, start, entry.packedSize);
    const data =
      entry.method === 8 ? zlib.inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) }) : packed;
    check.add(data);
    fs.writeFileSync(to, data);
  } else {
    const source = fs.createReadStream(file, {
      start,
      end: start + entry.packedSize - 1,
      highWaterMark: 1 << 20,
    });
    const stages = entry.method === 8 ? [zlib.createInflateRaw({ chunkSize: 1 << 20 })] : [];
    await pipeline(source, ...stages, check.stream(), fs.createWriteStream(to, { highWaterMark: 1 << 22 }));
  }
  if (check.size !== entry.size || check.crc !== entry.crc)
    throw new Error(`${file}: checksum of ${entry.name} is wrong`);
  return { size: check.size, sha256: check.sha256() };
}

function checker() {
  const hash = createHash('sha256');
  const self = {
    size: 0,
    crc: 0,
    add(chunk) {
      self.size += chunk.length;
      self.crc = zlib.crc32(chunk, self.crc);
      hash.update(chunk);
    },
    stream: () =>
      new Transform({
        transform(chunk, _encoding, done) {
          self.add(chunk);
          done(null, chunk);
        },
      }),
    sha256: () => hash.digest('hex'),
  };
  return self;
}

async function readAt(handle, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('archive is cut short');
  return buffer;
}
