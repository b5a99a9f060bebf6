/**
 * A step of a network. Sizes that the input decides (channels in, rows of a dense kernel) are not written down.
 * Pictures are [height, width, channels].
 */
export type Layer =
  /** Convolution, zeros around: ceil(size / stride) pixels a side. `bias` is left out where batch normalization follows. */
  | {
      readonly type: 'conv';
      readonly filters: number;
      readonly kernelSize: number;
      readonly stride: number;
      readonly bias: boolean;
    }
  /** The transpose of a convolution, for decoders: size * stride pixels a side. */
  | {
      readonly type: 'conv-transpose';
      readonly filters: number;
      readonly kernelSize: number;
      readonly stride: number;
      readonly bias: boolean;
    }
  /** Channels scaled to mean 0 and variance 1 over the batch, then by trained factors and offsets. */
  | { readonly type: 'batch-norm' }
  | { readonly type: 'relu' }
  | { readonly type: 'sigmoid' }
  /** The largest of each 2 x 2 pixels. */
  | { readonly type: 'max-pool' }
  /** In training, sets a share `rate` of the values to 0 and enlarges the others in proportion. */
  | { readonly type: 'dropout'; readonly rate: number }
  /** A picture as one row of numbers. */
  | { readonly type: 'flatten' }
  /** A row of numbers as a picture. */
  | { readonly type: 'reshape'; readonly shape: readonly number[] }
  | { readonly type: 'dense'; readonly units: number; readonly bias: boolean };

/**
 * A network: its layers and their weights, as plain data. It holds no native memory, can be copied, kept and printed;
 * {@link saveNetwork} writes it in the tfjs format, {@link applyNetwork} runs it.
 */
export interface Network {
  /** Of one input: [height, width, channels] or [columns]. */
  readonly inputShape: readonly number[];
  /** From the input to the output. */
  readonly layers: readonly Layer[];
  /** The numbers of each layer, in order: see `layerParameters`. Running averages of batch normalization are among them. */
  readonly weights: readonly Float32Array[];
  /** What each output stands for, e.g. the label of each cluster; empty for features. */
  readonly classes: Int32Array;
}

/** One array of numbers of a layer. */
export interface Parameter {
  /** Name of the weight in tfjs: 'kernel', 'bias', 'gamma', 'beta', 'moving_mean', 'moving_variance'. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Where it starts: a constant, or uniform in +-1 / sqrt(fanIn), as PyTorch starts its layers. */
  readonly initial: number | { readonly fanIn: number };
  /** Whether gradients change it. Running averages change by themselves. */
  readonly trained: boolean;
}

/** Product of the sizes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
