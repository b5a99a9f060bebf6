import type { Locator } from 'playwright-core';

/** Where and how often a colour occurs on a chart's canvas. */
export interface ColorSpots {
  /** Pixels of about this colour. */
  readonly count: number;
  /** The middle of a spot of it, in CSS pixels from the left upper corner of the canvas; undefined if there is none. */
  readonly spot: { readonly x: number; readonly y: number } | undefined;
}

/**
 * Looks for a colour on a canvas, as it comes out when drawn over white with `opacity`.
 *
 * @param area - Part of the canvas to look at, as shares of its width and height.
 */
export async function findColor(
  canvas: Locator,
  hex: string,
  opacity: number,
  area: { readonly from: number; readonly to: number } = { from: 0, to: 1 },
): Promise<ColorSpots> {
  const color = [1, 3, 5].map((at) => opacity * Number.parseInt(hex.slice(at, at + 2), 16) + (1 - opacity) * 255);
  return canvas.evaluate(
    (element, { color, area }) => {
      const { width, height, clientWidth } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      const isColor = (x: number, y: number): boolean =>
        color.every((value, c) => Math.abs(data[4 * (y * width + x) + c]! - value) <= 6);
      let count = 0;
      let spot: { x: number; y: number } | undefined;
      for (let y = 2; y < height - 2; y++) {
        for (let x = Math.ceil(area.from * width) + 2; x < Math.floor(area.to * width) - 2; x++) {
          if (!isColor(x, y)) continue;
          count += 1;
          const inside = isColor(x - 2, y) && isColor(x + 2, y) && isColor(x, y - 2) && isColor(x, y + 2);
          if (inside) spot ??= { x: (x * clientWidth) / width, y: (y * clientWidth) / width };
        }
      }
      return { count, spot };
    },
    { color, area },
  );
}
