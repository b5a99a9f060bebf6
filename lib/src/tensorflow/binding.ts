/** Attribute of an op as the addon takes it: name, kind (one of the `TF_ATTR_*` numbers) and value. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A tensor inside libtensorflow: a number that only the addon understands, its shape, and TensorFlow's dtype number. */
export interface TensorHandle {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** The part of tfjs-node's addon that lies below tfjs. Unlike tfjs itself it has no objection to float64. */
export interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_UINT8: number;
  readonly TF_BOOL: number;
  readonly TF_COMPLEX64: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
  createTensor(
    shape: readonly number[],
    dtype: number,
    values: Uint8Array | Int32Array | Float32Array,
  ): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    nOutputs: number,
  ): TensorHandle[];
  tensorDataSync(id: number): Float32Array | Int32Array | BigInt64Array | Uint8Array;
}
