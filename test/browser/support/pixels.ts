import type { Locator } from 'playwright-core';

/** A place on a chart, in CSS pixels from its left upper corner. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where and how often a colour occurs on a chart's canvas. */
export interface ColorSpots {
  /** Pixels of about this colour. */
  readonly count: number;
  /** The first of them, from the top; undefined if there is none. */
  readonly first: Spot | undefined;
  /** Inside the first patch of it, from the top; undefined if there is none. */
  readonly spot: Spot | undefined;
}

/** A part of a chart, as shares of its width and height. */
export interface Area {
  readonly left?: number;
  readonly right?: number;
  readonly top?: number;
  readonly bottom?: number;
}

/** Looks for a colour on a canvas, as it comes out when drawn over white with `opacity`. */
export async function findColor(
  canvas: Locator,
  hex: string,
  opacity: number,
  { left = 0, right = 1, top = 0, bottom = 1 }: Area = {},
): Promise<ColorSpots> {
  const color = [1, 3, 5].map(
    (at) => opacity * Number.parseInt(hex.slice(at, at + 2), 16) + (1 - opacity) * 255,
  );
  return canvas.evaluate(
    (element, { color, left, right, top, bottom }) => {
      const { width, height, clientWidth } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      const isColor = (x: number, y: number): boolean =>
        color.every((value, c) => Math.abs(data[4 * (y * width + x) + c]! - value) <= 6);
      let count = 0;
      let first: { x: number; y: number } | undefined;
      let spot: { x: number; y: number } | undefined;
      const scale = clientWidth / width;
      for (let y = Math.ceil(top * height) + 2; y < Math.floor(bottom * height) - 2; y++) {
        for (let x = Math.ceil(left * width) + 2; x < Math.floor(right * width) - 2; x++) {
          if (!isColor(x, y)) continue;
          count += 1;
          first ??= { x: x * scale, y: y * scale };
          const inside = isColor(x - 2, y) && isColor(x + 2, y) && isColor(x, y - 2) && isColor(x, y + 2);
          if (inside) spot ??= { x: x * scale, y: y * scale };
        }
      }
      return { count, first, spot };
    },
    { color, left, right, top, bottom },
  );
}
