import sharp from 'sharp';
import type { Metadata } from 'sharp';

import type { ImageFormat } from './image-format.js';

/** What the header of a file says that matters for decoding it. */
export interface ImageHeader {
  /** Which page is the picture. */
  readonly page: number;
  /** What the file holds besides, e.g. '3 pages'; undefined: nothing. */
  readonly further: string | undefined;
  /** Levels that are neither 8 nor unsigned 16 bits, and the space that libvips reads them in; undefined: they are. */
  readonly deepSpace: 'b-w' | 'scrgb' | undefined;
  /** Whether channels have 16 bits. */
  readonly sixteenBits: boolean;
}

const BYTES: Readonly<Record<string, number>> = {
  ...{ uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4 },
  ...{ double: 8, complex: 8, dpcomplex: 16 },
};

/** Spaces whose numbers libvips converts to sRGB by their meaning, whatever their depth. */
const MEASURED = ['lab', 'labs', 'labq', 'xyz', 'yxy', 'lch', 'cmc', 'oklab', 'oklch', 'cmyk'];

/**
 * Reads the header, decodes nothing.
 *
 * @throws Error if the picture is too large, or has levels that cannot be made 8 bits.
 */
export async function readImageHeader(
  bytes: Buffer,
  format: ImageFormat,
  maxPixels: number,
): Promise<ImageHeader> {
  const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
  const { width, height, channels, depth, space } = metadata;
  // A pixel of RGBA with 16 bits a channel counts as one, one with more bytes as several.
  const weight = Math.max(1, (channels * (BYTES[depth] ?? 16)) / 8);
  if (width * height * weight > maxPixels) {
    const each = weight > 1 ? ` of ${channels} ${depth} channels` : '';
    throw new Error(
      `Input image exceeds pixel limit: it has ${width} x ${height} pixels${each}, options.maxPixels is ${maxPixels}`,
    );
  }
  const plain = depth === 'uchar' || depth === 'ushort' || MEASURED.includes(space);
  const deepSpace = plain ? undefined : space === 'b-w' || space === 'scrgb' ? space : null;
  if (
    deepSpace === null ||
    (deepSpace === 'b-w' && channels !== 1) ||
    (deepSpace === 'scrgb' && channels !== 3)
  )
    throw new Error(
      `its levels are of the type ${depth} in ${channels} channels; save it with 8 or 16 bits a channel`,
    );
  return {
    page: metadata.pagePrimary ?? 0,
    further: furtherPages(bytes, format, metadata),
    deepSpace,
    sixteenBits: depth === 'ushort',
  };
}

function furtherPages(
  bytes: Buffer,
  format: ImageFormat,
  { pages = 1, delay }: Metadata,
): string | undefined {
  if (pages > 1) return `${pages} ${delay === undefined ? 'pages' : 'frames'}`;
  if (format === 'avif' && bytes.toString('latin1', 8, 12) === 'avis') return 'a sequence';
  if (format !== 'png') return undefined;
  // libvips does not know animated PNG: its control chunk stands before the pixels.
  const control = bytes.subarray(0, Math.max(0, bytes.indexOf('IDAT'))).indexOf('acTL');
  const frames = control < 0 || control + 8 > bytes.length ? 1 : bytes.readUInt32BE(control + 4);
  return frames > 1 ? `${frames} frames` : undefined;
}
