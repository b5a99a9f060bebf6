/** A page of a TIFF without compression: levels of one channel or several, row by row. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** 1: unsigned, 2: signed, 3: floating point. @defaultValue 1 */
  readonly format?: 1 | 2 | 3;
  /** Of a channel. @defaultValue 8 */
  readonly bits?: 8 | 16 | 32;
  /** @defaultValue 1 */
  readonly channels?: number;
  /** Further tags: number, type, value. */
  readonly tags?: readonly (readonly [tag: number, type: number, value: number])[];
  readonly levels: readonly number[];
}

/** A little-endian TIFF of these pages (TIFF 6.0). */
export function makeTiff(pages: readonly TiffPage[]): Buffer {
  const parts: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')];
  let length = 8;
  let link: { readonly buffer: Buffer; readonly at: number } = { buffer: parts[0]!, at: 4 };
  const add = (part: Buffer): number => {
    parts.push(part);
    length += part.length;
    return length - part.length;
  };
  for (const page of pages) {
    const { width, height, format = 1, bits = 8, channels = 1 } = page;
    const pixels = Buffer.concat(page.levels.map((level) => levelBytes(level, format, bits)));
    const each = (value: number): number =>
      channels <= 2
        ? value * (channels === 2 ? 0x10001 : 1)
        : add(Buffer.from(Uint16Array.from({ length: channels }, () => value).buffer));
    const at = add(pixels);
    const tags = [
      [256, 3, 1, width],
      [257, 3, 1, height],
      [258, 3, channels, each(bits)],
      [259, 3, 1, 1],
      [262, 3, 1, channels >= 3 ? 2 : 1],
      [273, 4, 1, at],
      [277, 3, 1, channels],
      [278, 3, 1, height],
      [279, 4, 1, pixels.length],
      [339, 3, channels, each(format)],
      ...(page.tags ?? []).map(([tag, type, value]) => [tag, type, 1, value]),
    ].sort((a, b) => a[0]! - b[0]!);
    const directory = Buffer.alloc(2 + 12 * tags.length + 4);
    directory.writeUInt16LE(tags.length, 0);
    tags.forEach(([tag, type, count, value], i) => {
      directory.writeUInt16LE(tag!, 2 + 12 * i);
      directory.writeUInt16LE(type!, 4 + 12 * i);
      directory.writeUInt32LE(count!, 6 + 12 * i);
      directory.writeUInt32LE(value!, 10 + 12 * i);
    });
    link.buffer.writeUInt32LE(add(directory), link.at);
    link = { buffer: directory, at: directory.length - 4 };
  }
  return Buffer.concat(parts);
}

function levelBytes(level: number, format: 1 | 2 | 3, bits: 8 | 16 | 32): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  if (format === 3) bytes.writeFloatLE(level);
  else if (format === 2) bytes.writeIntLE(level, 0, bytes.length);
  else bytes.writeUIntLE(level, 0, bytes.length);
  return bytes;
}
