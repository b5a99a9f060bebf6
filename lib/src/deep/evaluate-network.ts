import { fromFloat32, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { evaluateLayer } from './evaluate-layer.js';
import { layerParameters, shapesThrough } from './layer-shapes.js';
import type { Layer, Network } from './network.js';

/** A layer with its weights in libtensorflow. */
export interface LoadedLayer {
  readonly layer: Layer;
  readonly weights: readonly Tensor[];
}

/** Hands the weights of a network to libtensorflow. They may be shared, not copied: do not change them meanwhile. */
export function loadWeights(scope: Scope, { layers, inputShape, weights }: Network): readonly LoadedLayer[] {
  const shapes = shapesThrough(layers, inputShape);
  let next = 0;
  return layers.map((layer, i) => ({
    layer,
    weights: layerParameters(layer, shapes[i]!).map(({ shape }) =>
      fromFloat32(scope, weights[next++]!, shape),
    ),
  }));
}

/** The outputs of a trained network for a batch; what lies between is freed. */
export function evaluateNetwork(scope: Scope, network: readonly LoadedLayer[], batch: Tensor): Tensor {
  return scope.step((step) => {
    const outputs = network.reduce((x, { layer, weights }) => evaluateLayer(step, layer, x, weights), batch);
    return scope.adopt(outputs, step);
  });
}
