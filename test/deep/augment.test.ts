import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAugmenter } from '../../lib/src/deep/augment.js';
import { checkAugmentation, type Augmentation } from '../../lib/src/deep/augmentation.js';
import { addBlur } from '../../lib/src/deep/box-blur.js';
import { cubicWeights } from '../../lib/src/deep/cubic-weights.js';
import { randomState, type RandomState } from '../../lib/src/random/random-state.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';

const none: Required<Augmentation> = {
  rotation: 0,
  logScale: 0,
  shear: 0,
  shift: 0,
  elastic: 0,
  blur: 0,
  gain: 0,
};

/** Draws the largest value of every range. */
const largest: RandomState = { ...randomState(0), uniform: (_low, high) => high };

const side = 6;
const picture = Float32Array.from(uniform(3, side, side).data);
const square = { height: side, width: side, channels: 1 };
const close = { rtol: 1e-6, atol: 1e-6 };

function augmentOnce(settings: Partial<Augmentation>, random: RandomState = largest): Float32Array {
  return createAugmenter(square, { ...none, ...settings }, random).augment(picture, Int32Array.of(0));
}

/** The picture whose pixel (row, column) is pixel (r, c) of the original; 0 where that is outside. */
function moved(place: (row: number, column: number) => readonly [number, number]): Float32Array {
  return picture.map((_, at) => {
    const [r, c] = place(Math.floor(at / side), at % side);
    return r >= 0 && r < side && c >= 0 && c < side ? picture[r * side + c]! : 0;
  });
}

test('without changes the picture stays as it is', () => {
  assertClose(augmentOnce({}, randomState(5)), picture, close);
});

test('a quarter turn, exactly', () => {
  // x = -v, y = u: the new pixel at column c, row r comes from row c and the column opposite to r.
  assertClose(
    augmentOnce({ rotation: 90 }),
    moved((row, column) => [column, side - 1 - row]),
    close,
  );
});

test('a shift by one pixel, exactly; what comes in is 0', () => {
  assertClose(
    augmentOnce({ shift: 2 / side }),
    moved((row, column) => [row + 1, column + 1]),
    close,
  );
});

test('a slant of 1 is as many pixels to the side as down', () => {
  // Row r lies 2 r - 5 half pixels from the middle: shifted by half pixels, so the mean of two neighbours.
  const expected = picture.map((_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    const place = column + row - (side - 1) / 2;
    const value = (c: number): number => (c >= 0 && c < side ? picture[row * side + c]! : 0);
    return (value(Math.floor(place)) + value(Math.ceil(place))) / 2;
  });
  assertClose(augmentOnce({ shear: 1 }), expected, close);
});

test('twice as far apart: every second pixel, the mean of four', () => {
  const at = (r: number, c: number): number =>
    r >= 0 && r < side && c >= 0 && c < side ? picture[r * side + c]! : 0;
  const expected = picture.map((_, i) => {
    const [r, c] = [2 * Math.floor(i / side) - 3, 2 * (i % side) - 3];
    return (at(r, c) + at(r, c + 1) + at(r + 1, c) + at(r + 1, c + 1)) / 4;
  });
  assertClose(augmentOnce({ logScale: Math.LN2 }), expected, close);
});

test('bending every point of the grid alike shifts the picture', () => {
  const random = { ...largest, normal: (_mean: number, deviation: number) => deviation };
  assertClose(
    augmentOnce({ elastic: 2 / side }, random),
    moved((row, column) => [row + 1, column + 1]),
    close,
  );
});

test('gain and blur', () => {
  assertClose(
    augmentOnce({ gain: Math.LN2 }),
    picture.map((value) => 2 * value),
    close,
  );
  const { boxBlur } = readReference<{ readonly boxBlur: readonly number[] }>('training');
  const blurred = Float32Array.from(uniform(30, 5, 7).data);
  addBlur(blurred, { height: 5, width: 7, channels: 1 }, 1, 1);
  assertClose(blurred, boxBlur, close);
});

test('the curve between the points of the grid is that of PyTorch', () => {
  const { cubicWeights: expected } = readReference<{ readonly cubicWeights: readonly number[] }>('training');
  assertClose(cubicWeights(7), expected, { rtol: 1e-12, atol: 1e-15 });
  assertClose(
    cubicWeights(1).reduce((sum, weight) => sum + weight, 0),
    1,
  );
});

test('channels stay together', () => {
  const colour = Float32Array.from(
    { length: 3 * picture.length },
    (_, at) => picture[Math.floor(at / 3)]! * (1 + (at % 3)),
  );
  const settings = checkAugmentation('test');
  const grey = createAugmenter(square, settings, randomState(9)).augment(picture, Int32Array.of(0));
  const shape = { ...square, channels: 3 };
  const changed = createAugmenter(shape, settings, randomState(9)).augment(colour, Int32Array.of(0));
  assertClose(
    changed.filter((_, at) => at % 3 === 1),
    grey.map((value) => 2 * value),
    close,
  );
});

test('same seed same bytes; another picture is drawn for each row', () => {
  const settings = checkAugmentation('test');
  const rows = Int32Array.of(0, 0);
  const first = createAugmenter(square, settings, randomState(1)).augment(picture, rows);
  assert.deepEqual(createAugmenter(square, settings, randomState(1)).augment(picture, rows), first);
  assert.notDeepEqual(first.slice(0, picture.length), first.slice(picture.length));
});

test('settings out of range are refused', () => {
  assert.throws(() => checkAugmentation('selfLabel', { blur: 2 }), {
    message: 'selfLabel: expected options.augmentation.blur to be a number in [0, 1], received 2 (number).',
  });
  assert.throws(() => checkAugmentation('selfLabel', { flip: 1 } as Augmentation), {
    message: /expected options.flip to be one of the known options \(rotation, /,
  });
  assert.equal(checkAugmentation('selfLabel', { gain: undefined }).gain, 0.3);
});
