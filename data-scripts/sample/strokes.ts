import { createRequire } from 'node:module';

const require = createRequire(__filename);

/** A point of the unit square around the middle of a character: x to the right, y down, both about -0.5 .. 0.5. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Centre line of one stroke, from where the pen is put down to where it is lifted. */
export type Stroke = readonly Point[];

/** The strokes of a character in writing order, from hanzi-writer-data: brush centre lines in a box of 1024 units, y up from -124. */
export function loadStrokes(character: string): readonly Stroke[] {
  const { medians } = require(`hanzi-writer-data/${character}.json`) as {
    medians: readonly (readonly (readonly [number, number])[])[];
  };
  return medians.map((median) =>
    simplify(
      median.map(([x, y]) => ({ x: (x - 512) / 1024, y: (388 - y) / 1024 })),
      TOLERANCE,
    ),
  );
}

/** A pen does not follow the brush: what deviates less than this from a straight line is left out. */
const TOLERANCE = 0.022;

/** Ramer-Douglas-Peucker: keeps the ends and every point that a straight line would miss by more than `tolerance`. */
export function simplify(line: Stroke, tolerance: number): Stroke {
  const first = line[0]!;
  const last = line[line.length - 1]!;
  let farthest = 0;
  let distance = tolerance;
  for (let i = 1; i < line.length - 1; i++) {
    const d = distanceToSegment(line[i]!, first, last).distance;
    if (d > distance) [farthest, distance] = [i, d];
  }
  if (farthest === 0) return [first, last];
  return [
    ...simplify(line.slice(0, farthest + 1), tolerance),
    ...simplify(line.slice(farthest), tolerance).slice(1),
  ];
}

/** How far p is from the segment a b, and where the nearest point lies: 0 at a, 1 at b. */
export function distanceToSegment(
  p: Point,
  a: Point,
  b: Point,
): { readonly distance: number; readonly along: number } {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2));
  return { distance: Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy), along: t };
}

/** Points about `step` apart on a Catmull-Rom curve through the given ones. */
export function smooth(line: Stroke, step: number): Stroke {
  const curve: Point[] = [line[0]!];
  for (let i = 0; i + 1 < line.length; i++) {
    const [p1, p2] = [line[i]!, line[i + 1]!];
    const [p0, p3] = [line[i - 1] ?? p1, line[i + 2] ?? p2];
    const pieces = Math.max(1, Math.ceil(Math.hypot(p2.x - p1.x, p2.y - p1.y) / step));
    for (let k = 1; k <= pieces; k++) {
      const t = k / pieces;
      curve.push({ x: catmullRom(p0.x, p1.x, p2.x, p3.x, t), y: catmullRom(p0.y, p1.y, p2.y, p3.y, t) });
    }
  }
  return curve;
}

/** Between b (t = 0) and c (t = 1); smaller tangents than the usual 0.5 keep corners tight. */
function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  const [m1, m2] = [(c - a) * TENSION, (d - b) * TENSION];
  return b + t * (m1 + t * (3 * (c - b) - 2 * m1 - m2 + t * (2 * (b - c) + m1 + m2)));
}

const TENSION = 0.32;
