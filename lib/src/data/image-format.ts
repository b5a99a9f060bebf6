/** Formats that are decoded. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

/**
 * Recognizes a format by the first bytes, whatever the file is called. Only these reach libvips: it knows formats
 * besides, and some of them are programs to run more than images to decode (SVG).
 *
 * @throws Error that says what the file is instead, as far as that can be told.
 */
export function imageFormat(bytes: Buffer): ImageFormat {
  const at = (text: string, from: number = 0): boolean =>
    bytes.toString('latin1', from, from + text.length) === text;
  if (at('\xff\xd8')) return 'jpeg';
  if (at('\x89PNG\r\n\x1a\n')) return 'png';
  if (at('GIF87a') || at('GIF89a')) return 'gif';
  if (at('RIFF') && at('WEBP', 8)) return 'webp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => at(magic))) return 'tiff';
  if (at('ftyp', 4)) {
    const brands = bytes.toString('latin1', 8, Math.min(64, bytes.readUInt32BE(0)));
    if (!/heic|heix|hevc|hevx|heim|heis/.test(brands) || /avi[fs]/.test(brands)) return 'avif';
    throw new Error('HEIC (H.265) cannot be decoded; convert it, to JPEG for one');
  }
  if (bytes.length === 0) throw new Error('the file is empty');
  if (isSvg(bytes)) throw new Error('SVG is a drawing, not an image; convert it, to PNG for one');
  throw new Error('it contains an unsupported image format');
}

/** Text with an svg element near its beginning; UTF-16 leaves a zero in every other place. */
function isSvg(bytes: Buffer): boolean {
  return /<(\w+:)?svg\b/i.test(bytes.toString('latin1', 0, 4096).replace(/\0/g, ''));
}
