import { randomState } from '../../lib/src/random/random-state.js';
import type { RandomState } from '../../lib/src/random/random-state.js';

/** How one person writes; lengths are shares of the character's box unless pixels are named. */
export interface Hand {
  /** Height of a character's box in pixels, and its width as a share of that. */
  readonly sizePx: number;
  readonly aspect: number;
  /** Radians; strokes rise to the right where negative. */
  readonly rotation: number;
  /** How far the top leans to the right of the bottom. */
  readonly slant: number;
  readonly offsetXPx: number;
  readonly offsetYPx: number;
  /** Half the width of the pen's line. */
  readonly penPx: number;
  /** Brightness of a full stroke, 0 .. 255. */
  readonly ink: number;
  /** Unevenness of the ink along a stroke. */
  readonly grain: number;
  /** Tremor of the points of a stroke. */
  readonly wobble: number;
  /** Standard deviation of where a stroke begins, and of its length and direction, from writing to writing. */
  readonly looseness: number;
  /** Probability that the pen stays on the paper between two strokes. */
  readonly joining: number;
  /** How much of the ink a stroke loses towards its end. */
  readonly fading: number;
}

/** The hand of writer `suite`. */
export function makeHand(suite: number): Hand {
  const random = randomState(10_000_000 + suite);
  const size = random.uniform(0, 1);
  return {
    // Most people write small in the box, some fill it.
    sizePx: 23 + 24 * size * size + random.normal(0, 1.5),
    aspect: random.normal(0.9, 0.08),
    rotation: random.normal(-0.03, 0.05),
    slant: random.normal(0.06, 0.09),
    offsetXPx: random.normal(0, 3.2),
    offsetYPx: random.normal(3, 3.2),
    penPx: random.uniform(0.36, 0.62),
    ink: random.uniform(100, 215),
    grain: random.uniform(0.06, 0.3),
    wobble: random.uniform(0.004, 0.014),
    looseness: random.uniform(0.014, 0.034),
    joining: Math.max(0, random.normal(0.08, 0.12)),
    fading: random.uniform(0.1, 0.6),
  };
}

/** A stroke's place in a character, relative to the model: the writer's habit, or the chance of one writing. */
export interface StrokeShift {
  readonly dx: number;
  readonly dy: number;
  readonly rotation: number;
  readonly stretch: number;
}

/** Shifts of so many strokes, each of a size given by `looseness`. */
export function makeShifts(random: RandomState, count: number, looseness: number): readonly StrokeShift[] {
  return Array.from({ length: count }, () => ({
    dx: random.normal(0, looseness),
    dy: random.normal(0, looseness),
    rotation: random.normal(0, 2 * looseness),
    stretch: Math.max(0.6, random.normal(1, 3 * looseness)),
  }));
}
