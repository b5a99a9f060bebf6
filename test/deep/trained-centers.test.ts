import { describe, test } from 'node:test';
import { learningRateFactor } from '../../lib/src/deep/adam-w.js';
import { assignmentDivergence } from '../../lib/src/deep/soft-assignments.js';
import { createTrainedCenters } from '../../lib/src/deep/trained-centers.js';
import { fromFloat32, toFloat32, withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';

describe('trained centers', () => {
  test("by hand: Adam's first step is the learning rate against the sign of the gradient", () => {
    const start = { data: Float64Array.of(0, 1), nRows: 2, nColumns: 1 };
    const code = { data: Float64Array.of(0.5), nRows: 1, nColumns: 1 };
    const target = { data: Float64Array.of(0.8, 0.2), nRows: 1, nColumns: 2 };
    const centers = createTrainedCenters(start, 0.01);
    withScope((scope) => {
      const codes = fromFloat32(scope, Float32Array.of(0.5), [1, 1]);
      const { loss, gradient } = centers.learn(scope, codes, target, 0.5);
      // The code lies half way, so q = 1/2: KL = 0.8 log 1.6 + 0.2 log 0.4, before the step.
      assertClose(toFloat32(loss)[0]!, 0.8 * Math.log(1.6) + 0.2 * Math.log(0.4), { rtol: 1e-6 });
      assertClose(
        toFloat32(gradient),
        Float32Array.from(assignmentDivergence(code, start, target).codesGradient),
      );
    });
    // The first center should be nearer to the code, the second farther away.
    const step = 0.01 * learningRateFactor(0.5);
    assertClose(centers.matrix().data, [step, 1 + step], { rtol: 1e-5 });
  });
});
