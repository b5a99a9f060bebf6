import { randomState } from '../../lib/src/random/random-state.js';
import type { RandomState } from '../../lib/src/random/random-state.js';
import { makeShifts } from './hand.js';
import type { Hand, StrokeShift } from './hand.js';
import { drawPath } from './rasterize.js';
import { smooth } from './strokes.js';
import type { Point, Stroke } from './strokes.js';

/** Width and height of a picture in pixels, as in the real set. */
export const SIDE = 64;

/** People write one stroke smaller than a full character: size of a character relative to the others, by code. */
const RELATIVE_SIZE: readonly number[] = [
  1.12, 0.66, 0.8, 0.9, 0.92, 0.98, 0.92, 0.92, 0.94, 1, 0.92, 1.02, 0.98, 0.98, 1.02,
];

/** Draws writing number `sample` of a character by the hand of writer `suite`: [SIDE * SIDE], white on black. */
export function writeCharacter(
  strokes: readonly Stroke[],
  code: number,
  hand: Hand,
  suite: number,
  sample: number,
): Uint8Array {
  // The habit is the same in every writing of this character by this writer, the chance is not.
  const habit = randomState(20_000_000 + suite * 100 + code);
  const chance = randomState(1_000_000_000 + (suite * 100 + code) * 1000 + sample);
  const habits = makeShifts(habit, strokes.length, hand.looseness);
  const chances = makeShifts(chance, strokes.length, 0.55 * hand.looseness);
  const toPixels = placement(hand, code, habit, chance);
  const image = new Uint8Array(SIDE * SIDE);
  const ink = hand.ink * Math.max(0.45, chance.normal(1, 0.1));
  let lifted: Point | undefined;
  strokes.forEach((stroke, i) => {
    const shifted = tremble(shift(shift(stroke, habits[i]!), chances[i]!), hand.wobble, chance).map(toPixels);
    const first = shifted[0]!;
    const joined =
      lifted !== undefined &&
      Math.hypot(first.x - lifted.x, first.y - lifted.y) < hand.sizePx / 3 &&
      chance.randomSample() < hand.joining;
    if (joined) drawPen([lifted!, first], hand, 0.5 * ink, chance, image);
    drawPen(smooth(shifted, 1.5), hand, ink, chance, image);
    lifted = shifted[shifted.length - 1];
  });
  addScanMarks(image, chance);
  return image;
}

/** From the unit box of a character to pixels: size, slant, rotation and place of this writing. */
function placement(
  hand: Hand,
  code: number,
  habit: RandomState,
  chance: RandomState,
): (point: Point) => Point {
  const size = hand.sizePx * RELATIVE_SIZE[code - 1]! * habit.normal(1, 0.07) * chance.normal(1, 0.045);
  const aspect = hand.aspect * habit.normal(1, 0.06) * chance.normal(1, 0.04);
  const rotation = hand.rotation + chance.normal(0, 0.035);
  const slant = hand.slant + chance.normal(0, 0.035);
  const x0 = SIDE / 2 + hand.offsetXPx + habit.normal(0, 1.8) + chance.normal(0, 1.6);
  const y0 = SIDE / 2 + hand.offsetYPx + habit.normal(0, 1.8) + chance.normal(0, 1.6);
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  return ({ x, y }) => {
    const wide = (x - slant * y) * aspect;
    return { x: x0 + size * (cos * wide - sin * y), y: y0 + size * (sin * wide + cos * y) };
  };
}

/** Moves, turns and stretches a stroke about its middle. */
function shift(stroke: Stroke, { dx, dy, rotation, stretch }: StrokeShift): Stroke {
  const cx = stroke.reduce((sum, { x }) => sum + x, 0) / stroke.length;
  const cy = stroke.reduce((sum, { y }) => sum + y, 0) / stroke.length;
  const [cos, sin] = [stretch * Math.cos(rotation), stretch * Math.sin(rotation)];
  return stroke.map(({ x, y }) => ({
    x: cx + dx + cos * (x - cx) - sin * (y - cy),
    y: cy + dy + sin * (x - cx) + cos * (y - cy),
  }));
}

/** Adds points in the middle of long pieces and moves all of them a little. */
function tremble(stroke: Stroke, wobble: number, chance: RandomState): Stroke {
  const points = stroke.flatMap((point, i) => {
    const next = stroke[i + 1];
    const long = next !== undefined && Math.hypot(next.x - point.x, next.y - point.y) > 0.3;
    return long ? [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }] : [point];
  });
  return points.map(({ x, y }) => ({ x: x + chance.normal(0, wobble), y: y + chance.normal(0, wobble) }));
}

/** Draws a line whose ink is uneven and fades, and whose width follows the pressure. */
function drawPen(
  line: Stroke,
  { penPx, grain, fading }: Hand,
  ink: number,
  chance: RandomState,
  image: Uint8Array,
): void {
  let pressure = chance.normal(0, grain);
  const path = line.map(({ x, y }, i) => {
    const along = i / (line.length - 1);
    pressure = 0.7 * pressure + chance.normal(0, 0.7 * grain);
    const faded = 1 - fading * along * along;
    return {
      x,
      y,
      radius: penPx * (1 + 0.4 * pressure) * (0.6 + 0.4 * faded),
      ink: Math.max(0, ink * (1 + pressure) * faded),
    };
  });
  drawPath(image, SIDE, path);
}

/** What a scanner adds to some pictures: dust, and a piece of the form's ruled line at an edge where the cut was not clean. */
function addScanMarks(image: Uint8Array, chance: RandomState): void {
  if (chance.randomSample() < 0.03) {
    const at = {
      x: chance.uniform(0, SIDE),
      y: chance.uniform(0, SIDE),
      radius: 0.3,
      ink: chance.uniform(25, 90),
    };
    drawPath(image, SIDE, [at, at]);
  }
  if (chance.randomSample() < 0.004) {
    const from = chance.uniform(0, SIDE - 12);
    const to = from + chance.uniform(4, 14);
    const depth = chance.uniform(0.5, 6);
    const edge = chance.randint(0, 4);
    const point = (along: number): Point => {
      const across = edge % 2 === 0 ? depth : SIDE - depth;
      return edge < 2 ? { x: across, y: along } : { x: along, y: across };
    };
    const ink = chance.uniform(40, 170);
    drawPath(
      image,
      SIDE,
      [from, to].map((along) => ({ ...point(along), radius: 0.4, ink })),
    );
  }
}
