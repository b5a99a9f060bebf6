import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  assignmentDivergence,
  softAssignments,
  targetDistribution,
} from '../../lib/src/deep/soft-assignments.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { assertClose } from '../support/assert-close.js';

function normals(seed: number, nRows: number, nColumns: number): Matrix {
  return { data: randomState(seed).standardNormalArray(nRows * nColumns), nRows, nColumns };
}

describe('soft assignments and their target', () => {
  const centers = [[0], [1]];
  const q = softAssignments([[0], [3]], centers);

  test('by hand: distances 0 and 1, then 3 and 2, give w = 1, 1/2 and 1/10, 1/5', () => {
    assertClose(q.data, [2 / 3, 1 / 3, 1 / 3, 2 / 3], { rtol: 1e-15 });
  });

  test('by hand: both columns sum to 1, so p is q squared, scaled: 4/9 : 1/9', () => {
    assertClose(targetDistribution(q).data, [4 / 5, 1 / 5, 1 / 5, 4 / 5], { rtol: 1e-15 });
  });

  test('by hand: a column of twice the weight counts half', () => {
    // q = (1/2, 1/2) and (3/4, 1/4): f = (5/4, 3/4); q^2 / f = (1/5, 1/3) and (9/20, 1/12).
    const p = targetDistribution({ data: Float64Array.of(0.5, 0.5, 0.75, 0.25), nRows: 2, nColumns: 2 });
    assertClose(p.data, [3 / 8, 5 / 8, 27 / 32, 5 / 32], { rtol: 1e-15 });
  });

  test('codes and centers of different width are refused', () => {
    assert.throws(() => softAssignments([[0, 1]], centers), {
      name: 'ArgumentError',
      message: 'softAssignments: expected centers.nColumns to be 2, as codes have, received 1 (number).',
    });
  });
});

describe('the divergence from the target', () => {
  const codes = normals(1, 5, 3);
  const centers = normals(2, 4, 3);
  const target = targetDistribution(softAssignments(normals(3, 5, 3), centers));

  test('by hand: p = (4/5, 1/5) against q = (2/3, 1/3)', () => {
    const one = { data: Float64Array.of(0), nRows: 1, nColumns: 1 };
    const two = { data: Float64Array.of(0, 1), nRows: 2, nColumns: 1 };
    const p = { data: Float64Array.of(4 / 5, 1 / 5), nRows: 1, nColumns: 2 };
    const { loss, codesGradient } = assignmentDivergence(one, two, p);
    assertClose(loss, 0.8 * Math.log(6 / 5) + 0.2 * Math.log(3 / 5), { rtol: 1e-14 });
    // Equation 4 for the far center alone, the near one being at distance 0: 2 * 1/2 * (1/5 - 1/3) * (0 - 1).
    assertClose(codesGradient, [2 / 15], { rtol: 1e-14 });
  });

  test('it is 0, with no gradient, where p equals q', () => {
    const { loss, codesGradient } = assignmentDivergence(codes, centers, softAssignments(codes, centers));
    assertClose(loss, 0, { atol: 1e-15 });
    assertClose(codesGradient, new Float64Array(15), { atol: 1e-16 });
  });

  test('gradients equal central differences', () => {
    const { codesGradient, centersGradient } = assignmentDivergence(codes, centers, target);
    const step = 1e-6;
    const slope = (of: Matrix, at: number, loss: (moved: Matrix) => number): number => {
      const moved = (by: number): Matrix => ({
        ...of,
        data: of.data.map((value, i) => (i === at ? value + by : value)),
      });
      return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
    };
    const byCodes = codes.data.map((_, at) =>
      slope(codes, at, (moved) => assignmentDivergence(moved, centers, target).loss),
    );
    const byCenters = centers.data.map((_, at) =>
      slope(centers, at, (moved) => assignmentDivergence(codes, moved, target).loss),
    );
    assertClose(codesGradient, byCodes, { rtol: 1e-7, atol: 1e-9 });
    assertClose(centersGradient, byCenters, { rtol: 1e-7, atol: 1e-9 });
  });
});
