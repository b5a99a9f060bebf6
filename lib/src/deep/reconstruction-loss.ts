import { fromFloat32, toFloat32, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { Loss } from './train-network.js';

/**
 * Mean squared difference of outputs and pictures over all pixels of the pictures. Outputs may have more rows and
 * columns, at the bottom and the right: these are free.
 *
 * @param pictures - A batch, each of shape [height, width, channels].
 */
export function reconstructionLoss(
  pictures: Float32Array,
  [height, width, channels]: readonly number[],
): (scope: Scope, outputs: Tensor) => Loss {
  return (scope, outputs) => {
    const drawn = toFloat32(outputs);
    const gradient = new Float32Array(drawn.length);
    const [nPictures, outputHeight, outputWidth] = outputs.shape;
    const rowSize = width! * channels!;
    const outputRowSize = outputWidth! * channels!;
    let sum = 0;
    for (let i = 0; i < nPictures!; i++) {
      for (let y = 0; y < height!; y++) {
        const from = (i * height! + y) * rowSize;
        const to = (i * outputHeight! + y) * outputRowSize;
        for (let t = 0; t < rowSize; t++) {
          const difference = drawn[to + t]! - pictures[from + t]!;
          sum += difference * difference;
          gradient[to + t] = (2 * difference) / pictures.length;
        }
      }
    }
    return {
      loss: fromFloat32(scope, Float32Array.of(sum / pictures.length), []),
      gradient: fromFloat32(scope, gradient, outputs.shape),
    };
  };
}
