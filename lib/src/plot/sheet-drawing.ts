import { FONT_FAMILY } from './fonts.js';
import type { SizedImages } from './sheet-images.js';
import { drawable } from './drawn-text.js';

/** A text on a sheet; x and y are the anchor on the base line, in pixels. */
export interface SheetText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly sizePx: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly bold: boolean;
}

/** Where everything goes. */
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly { readonly row: number; readonly left: number; readonly top: number }[];
  readonly texts: readonly SheetText[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Grey levels that a grey sheet keeps: handwriting loses nothing, and the file is half as large. */
const GREY_LEVELS = 32;

/** Draws pictures and texts on white and returns the bytes of a PNG. */
export async function drawSheet(images: SizedImages, sheet: SheetLayout, cell: Size): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { channels } = images;
  const pixels = new Uint8Array(sheet.width * sheet.height * channels).fill(255);
  for (const tile of sheet.tiles) drawTile(pixels, sheet.width, images, tile, cell);
  const raw = { width: sheet.width, height: sheet.height, channels: channels as 1 | 3 };
  let image = sharp(pixels, { raw });
  if (sheet.texts.length > 0)
    image = image.composite([{ input: Buffer.from(textLayer(sheet)), left: 0, top: 0 }]);
  if (channels === 1) image = image.toColourspace('b-w');
  return image
    .png(
      channels === 1
        ? { palette: true, colours: GREY_LEVELS, dither: 0, compressionLevel: 9 }
        : { compressionLevel: 9 },
    )
    .toBuffer();
}

/** Copies one picture, enlarged or reduced: whole factors repeat pixels, reductions average them. */
function drawTile(
  target: Uint8Array,
  targetWidth: number,
  images: SizedImages,
  { row, left, top }: { readonly row: number; readonly left: number; readonly top: number },
  cell: Size,
): void {
  const { channels } = images;
  const source = row * images.nColumns;
  const stepX = images.width / cell.width;
  const stepY = images.height / cell.height;
  for (let y = 0; y < cell.height; y++) {
    const [firstY, lastY] = span(y, stepY, images.height);
    for (let x = 0; x < cell.width; x++) {
      const [firstX, lastX] = span(x, stepX, images.width);
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let v = firstY; v <= lastY; v++) {
          for (let u = firstX; u <= lastX; u++)
            sum += images.data[source + (v * images.width + u) * channels + c]!;
        }
        const mean = sum / ((lastY - firstY + 1) * (lastX - firstX + 1));
        target[((top + y) * targetWidth + left + x) * channels + c] = Math.min(
          255,
          Math.max(0, Math.round(mean)),
        );
      }
    }
  }
}

/** First and last source pixel under target pixel `i`. */
function span(i: number, step: number, size: number): readonly [number, number] {
  const first = Math.min(size - 1, Math.floor(i * step));
  return [first, Math.max(first, Math.min(size - 1, Math.ceil((i + 1) * step) - 1))];
}

function textLayer({ width, height, texts }: SheetLayout): string {
  const escape = (text: string): string =>
    drawable(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const lines = texts.map(({ text, x, y, sizePx, anchor, bold }) => {
    const weight = bold ? ' font-weight="bold"' : '';
    return `<text x="${x}" y="${y}" font-size="${sizePx}"${weight} text-anchor="${anchor}">${escape(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILY}">${lines.join('')}</svg>`;
}
