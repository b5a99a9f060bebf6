import { drawSheet } from './sheet-drawing.js';
import { checkImages, type SheetImages, type SizedImages } from './sheet-images.js';

/** Pictures drawn at once: enough for all threads of libvips, few enough to let other work in between. */
const BATCH = 16;

/**
 * Pictures as `data:` URLs of PNGs, so that a chart can carry them.
 *
 * @param rows - Which of the pictures.
 * @param maxSize - Longest edge in pixels; larger pictures are reduced to it.
 */
export async function pictureUrls(
  fn: string,
  images: SheetImages,
  rows: readonly number[],
  maxSize: number,
): Promise<readonly string[]> {
  const sized = checkImages(fn, images);
  const urls: string[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH).map((row) => pictureUrl(sized, row, maxSize));
    urls.push(...(await Promise.all(batch)));
  }
  return urls;
}

async function pictureUrl(images: SizedImages, row: number, maxSize: number): Promise<string> {
  const scale = Math.min(1, maxSize / Math.max(images.width, images.height));
  const width = Math.max(1, Math.round(images.width * scale));
  const height = Math.max(1, Math.round(images.height * scale));
  const png = await drawSheet(
    images,
    { width, height, tiles: [{ row, left: 0, top: 0 }], texts: [] },
    { width, height },
  );
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
