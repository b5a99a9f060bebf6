import { assertNever } from '../options.js';
import { native, type TfModule } from '../tensorflow/native.js';
import { BATCH_NORM_EPSILON } from '../tensorflow/neural-operations.js';
import { layerParameters, shapesThrough } from './layer-shapes.js';
import type { Layer, Network } from './network.js';

type TfLayer = Parameters<ReturnType<TfModule['sequential']>['add']>[0];

/** Name of a layer in the tfjs format. */
export function layerName(layer: Layer, index: number): string {
  return `${layer.type.replace('-', '_')}_${index}`;
}

/** The weights in the tfjs format, in the order of {@link Network.weights}. */
export function weightSpecs({ layers, inputShape }: Pick<Network, 'layers' | 'inputShape'>): readonly {
  name: string;
  shape: readonly number[];
  dtype: 'float32';
}[] {
  const shapes = shapesThrough(layers, inputShape);
  return layers.flatMap((layer, i) =>
    layerParameters(layer, shapes[i]!).map(({ name, shape }) => ({
      name: `${layerName(layer, i)}/${name}`,
      shape,
      dtype: 'float32' as const,
    })),
  );
}

/** What tfjs calls the topology of a model: these layers in its own words. */
export function modelTopology({ layers, inputShape }: Pick<Network, 'layers' | 'inputShape'>): object {
  const { tf } = native();
  const model = tf.sequential({ name: 'clusterlab' });
  try {
    layers.forEach((layer, i) => {
      const place = { name: layerName(layer, i), ...(i === 0 ? { inputShape: [...inputShape] } : {}) };
      model.add(tfLayer(layer, place));
    });
    return model.toJSON(null, false) as object;
  } finally {
    model.dispose();
  }
}

/** A layer of tfjs. Its weights start at zeros: others come from tfjs's own random numbers, and none are needed. */
function tfLayer(layer: Layer, place: { readonly name: string; readonly inputShape?: number[] }): TfLayer {
  const { layers } = native().tf;
  const zeros = { ...place, kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;
  switch (layer.type) {
    case 'conv': {
      const { filters, kernelSize, stride: strides, bias: useBias } = layer;
      return layers.conv2d({ ...zeros, filters, kernelSize, strides, useBias, padding: 'same' });
    }
    case 'conv-transpose': {
      const { filters, kernelSize, stride: strides, bias: useBias } = layer;
      return layers.conv2dTranspose({ ...zeros, filters, kernelSize, strides, useBias, padding: 'same' });
    }
    case 'dense':
      return layers.dense({ ...zeros, units: layer.units, useBias: layer.bias });
    case 'batch-norm':
      return layers.batchNormalization({ ...place, epsilon: BATCH_NORM_EPSILON });
    case 'relu':
      return layers.reLU(place);
    case 'sigmoid':
      return layers.activation({ ...place, activation: 'sigmoid' });
    case 'max-pool':
      return layers.maxPooling2d({ ...place, poolSize: 2, strides: 2 });
    case 'dropout':
      return layers.dropout({ ...place, rate: layer.rate });
    case 'flatten':
      return layers.flatten(place);
    case 'reshape':
      return layers.reshape({ ...place, targetShape: [...layer.shape] });
    default:
      return assertNever(layer);
  }
}
