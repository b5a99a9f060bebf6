import type { Binding, TensorHandle } from './binding.js';
import { native } from './native.js';

/** TensorFlow's numbers for its element types (tensorflow/core/framework/types.proto). */
export const DType = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  complex64: 8,
  int64: 9,
  bool: 10,
  complex128: 18,
} as const;

/**
 * A tensor that libtensorflow holds for us. tfjs does not know of it, so tfjs does not free it: every tensor
 * belongs to the {@link Scope} it was made in, and is freed with it.
 */
export type Tensor = TensorHandle;

let live = 0;

/** How many tensors of ours libtensorflow holds right now, over all scopes; for leak tests. */
export function liveTensors(): number {
  return live;
}

/** Owns tensors. Made by {@link withScope}; the operations of `operations.ts` take it first and register what they make. */
export interface Scope {
  /** Registers tensors, so that the end of the scope frees them. */
  own<T extends Tensor>(tensor: T): T;
  /** Frees one tensor before the scope ends. */
  free(...tensors: readonly Tensor[]): void;
  /** A scope that ends before this one, for the temporaries of one step. */
  step<T>(body: (scope: Scope) => T): T;
  /** Hands a tensor of a step to this scope: it outlives the step. */
  adopt(tensor: Tensor, from: Scope): Tensor;
  /** Forgets a tensor without freeing it; only {@link Scope.adopt} needs this. */
  release(tensor: Tensor): void;
}

/**
 * Runs `body` with a scope and frees every tensor of it afterwards, also when `body` throws or its promise
 * rejects. Scopes are passed, not stacked, so an `await` between two operations is harmless.
 */
export function withScope<T>(body: (scope: Scope) => T): T {
  const { binding } = native();
  const owned = new Map<number, Tensor>();
  const scope = createScope(binding, owned);
  const end = (): void => {
    for (const id of owned.keys()) binding.deleteTensor(id);
    live -= owned.size;
    owned.clear();
  };
  let result: T;
  try {
    result = body(scope);
  } catch (error) {
    end();
    throw error;
  }
  if (result instanceof Promise) return result.finally(end) as T;
  end();
  return result;
}

function createScope(binding: Binding, owned: Map<number, Tensor>): Scope {
  const scope: Scope = {
    own(tensor) {
      owned.set(tensor.id, tensor);
      live++;
      return tensor;
    },
    free(...tensors) {
      for (const tensor of tensors) {
        if (!owned.delete(tensor.id)) continue;
        binding.deleteTensor(tensor.id);
        live--;
      }
    },
    step: withScope,
    adopt(tensor, from) {
      from.release(tensor);
      return scope.own(tensor);
    },
    release(tensor) {
      if (owned.delete(tensor.id)) live--;
    },
  };
  return scope;
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

function create(
  scope: Scope,
  shape: readonly number[],
  dtype: number,
  values: Uint8Array | Int32Array | Float32Array,
): Tensor {
  return scope.own({ id: native().binding.createTensor(shape, dtype, values), shape, dtype });
}

function bitcast(scope: Scope, tensor: Tensor, from: number, to: number): Tensor {
  const { binding } = native();
  const attributes = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: from },
    { name: 'type', type: binding.TF_ATTR_TYPE, value: to },
  ];
  return scope.own(binding.executeOp('Bitcast', attributes, [tensor.id], 1)[0]!);
}

/**
 * Sends doubles to libtensorflow. The addon takes no Float64Array, but takes int64 as pairs of int32, and TensorFlow
 * re-labels int64 bits as doubles without touching them.
 *
 * The array may be shared with libtensorflow, not copied: do not change it while the tensor lives.
 */
export function fromFloat64(scope: Scope, values: Float64Array, shape: readonly number[]): Tensor {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * size(shape));
  return scope.step((step) => {
    const bits = create(step, shape, DType.int64, words);
    return scope.adopt(bitcast(step, bits, DType.int64, DType.float64), step);
  });
}

/**
 * Zeros in memory that libtensorflow will share with us instead of copying: for arrays so large that a copy hurts.
 * It takes only addresses that are multiples of 64, and the allocator places large blocks 16 bytes after one; where
 * that is otherwise, {@link fromFloat64} copies as always.
 */
export function sharableFloat64(length: number): Float64Array {
  return new Float64Array(new ArrayBuffer(48 + 8 * length), 48, length);
}

/** {@link sharableFloat64} for float32. */
export function sharableFloat32(length: number): Float32Array {
  return new Float32Array(new ArrayBuffer(48 + 4 * length), 48, length);
}

/** Sends float32 values. The array may be shared, not copied: do not change it while the tensor lives. */
export function fromFloat32(scope: Scope, values: Float32Array, shape: readonly number[]): Tensor {
  return create(scope, shape, DType.float32, values);
}

/** Sends int32 values. The array may be shared, not copied: do not change it while the tensor lives. */
export function fromInt32(scope: Scope, values: Int32Array, shape: readonly number[]): Tensor {
  return create(scope, shape, DType.int32, values);
}

/** Sends bytes: an eighth of what the same pixels weigh as doubles; `cast` them afterwards. */
export function fromUint8(scope: Scope, values: Uint8Array, shape: readonly number[]): Tensor {
  return create(scope, shape, DType.uint8, values);
}

/** Fetches doubles, into memory of our own. */
export function toFloat64(tensor: Tensor): Float64Array {
  return withScope((scope) => {
    const bits = native().binding.tensorDataSync(
      bitcast(scope, tensor, DType.float64, DType.int64).id,
    ) as BigInt64Array;
    return new Float64Array(bits.buffer, bits.byteOffset, bits.length);
  });
}

/** Fetches float32 values (complex64 as pairs), into memory of our own. */
export function toFloat32(tensor: Tensor): Float32Array {
  return native().binding.tensorDataSync(tensor.id) as Float32Array;
}

/** Fetches int32 values, into memory of our own. */
export function toInt32(tensor: Tensor): Int32Array {
  return native().binding.tensorDataSync(tensor.id) as Int32Array;
}
