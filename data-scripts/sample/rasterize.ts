import { distanceToSegment } from './strokes.js';
import type { Point } from './strokes.js';

/** A point of a pen's path in pixels: where, how wide (half the line) and how bright. */
export interface PenPoint extends Point {
  readonly radius: number;
  readonly ink: number;
}

/** Draws a path of straight pieces with round ends and soft edges; where lines cross, the brighter one is seen. */
export function drawPath(image: Uint8Array, side: number, path: readonly PenPoint[]): void {
  for (let i = 0; i + 1 < path.length; i++) drawSegment(image, side, path[i]!, path[i + 1]!);
}

function drawSegment(image: Uint8Array, side: number, a: PenPoint, b: PenPoint): void {
  const reach = Math.max(a.radius, b.radius) + 1;
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x) - reach));
  const right = Math.min(side - 1, Math.ceil(Math.max(a.x, b.x) + reach));
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - reach));
  const bottom = Math.min(side - 1, Math.ceil(Math.max(a.y, b.y) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const { distance, along } = distanceToSegment({ x: x + 0.5, y: y + 0.5 }, a, b);
      const radius = a.radius + along * (b.radius - a.radius);
      // Share of the pixel that a line of this width covers; a line narrower than a pixel never fills it.
      const cover = Math.max(0, Math.min(radius + 0.5 - distance, 1, 2 * radius));
      const value = Math.min(255, Math.round(cover * (a.ink + along * (b.ink - a.ink))));
      if (value > image[y * side + x]!) image[y * side + x] = value;
    }
  }
}
