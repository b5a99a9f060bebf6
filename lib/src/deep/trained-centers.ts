import type { Matrix } from '../matrix/matrix.js';
import { fromFloat32, toFloat32, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { createAdamW, learningRateFactor } from './adam-w.js';
import { assignmentDivergence } from './soft-assignments.js';
import type { Loss } from './train-network.js';

/** Centers that learn beside the encoder, by the same rule. */
export interface TrainedCenters {
  /** A copy of the centers as they are now. */
  matrix(): Matrix;
  /** The loss of a batch of codes; the centers take their step at once. `done` is the share of the run that is over. */
  learn(scope: Scope, codes: Tensor, target: Matrix, done: number): Loss;
}

/** @param learningRate - The largest, as that of `trainNetwork`. */
export function createTrainedCenters(
  { data, nRows, nColumns }: Matrix,
  learningRate: number,
): TrainedCenters {
  const values = Float32Array.from(data);
  const optimizer = createAdamW([values], { weightDecay: 0 });
  const matrix = (): Matrix => ({ data: Float64Array.from(values), nRows, nColumns });
  return {
    matrix,
    learn(scope, codes, target, done) {
      const batch = { data: Float64Array.from(toFloat32(codes)), nRows: target.nRows, nColumns };
      const { loss, codesGradient, centersGradient } = assignmentDivergence(batch, matrix(), target);
      optimizer.step([Float32Array.from(centersGradient)], learningRate * learningRateFactor(done));
      return {
        loss: fromFloat32(scope, Float32Array.of(loss), []),
        gradient: fromFloat32(scope, Float32Array.from(codesGradient), codes.shape),
      };
    },
  };
}
