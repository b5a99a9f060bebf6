import { drawSheet } from './sheet-drawing.js';
import { checkImages, type SheetImages } from './sheet-images.js';

/**
 * One picture as a `data:` URL of a PNG, so that a chart can carry it.
 *
 * @param maxSize - Longest edge in pixels; larger pictures are reduced to it.
 */
export async function pictureUrl(
  fn: string,
  images: SheetImages,
  row: number,
  maxSize: number,
): Promise<string> {
  const sized = checkImages(fn, images);
  const scale = Math.min(1, maxSize / Math.max(sized.width, sized.height));
  const width = Math.max(1, Math.round(sized.width * scale));
  const height = Math.max(1, Math.round(sized.height * scale));
  const png = await drawSheet(
    sized,
    { width, height, tiles: [{ row, left: 0, top: 0 }], texts: [] },
    { width, height },
  );
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
