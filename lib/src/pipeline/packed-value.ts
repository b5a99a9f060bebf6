import type { NumericArray } from '../matrix/matrix.js';

type ArrayType =
  | 'Float64Array'
  | 'Float32Array'
  | 'Int32Array'
  | 'Uint32Array'
  | 'Int16Array'
  | 'Uint16Array'
  | 'Int8Array'
  | 'Uint8Array'
  | 'Uint8ClampedArray';

/** Typed arrays that a packed value may hold, by name. */
const ARRAY_TYPES: Readonly<Record<ArrayType, new (length: number) => NumericArray>> = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
};

/** Where a typed array lies behind the JSON text. */
export interface ArrayPlace {
  readonly type: ArrayType;
  readonly length: number;
}

/** Plain data taken apart: JSON that names its typed arrays by number, and the arrays. */
export interface PackedValue {
  readonly json: string;
  readonly places: readonly ArrayPlace[];
  readonly arrays: readonly NumericArray[];
}

/** Takes plain data apart. An array that occurs several times is kept once; undefined, NaN and the infinities survive. */
export function pack(value: unknown): PackedValue {
  const numbers = new Map<NumericArray, number>();
  const json = JSON.stringify(value, function (this: Record<string, unknown>, key) {
    // Not what is passed in second place: a Buffer, which is an array of bytes too, has become an object there.
    const item = this[key];
    if (item === undefined) return { $undefined: true };
    if (typeof item === 'number' && !Number.isFinite(item)) return { $number: String(item) };
    if (!ArrayBuffer.isView(item)) return item;
    const array = item as NumericArray;
    if (!numbers.has(array)) numbers.set(array, numbers.size);
    return { $array: numbers.get(array)! };
  });
  const arrays = [...numbers.keys()];
  const places = arrays.map((array) => ({ type: typeOf(array), length: array.length }));
  return { json, places, arrays };
}

function typeOf(array: NumericArray): ArrayType {
  const names = Object.keys(ARRAY_TYPES) as ArrayType[];
  return names.find((name) => array instanceof ARRAY_TYPES[name])!;
}

/** Puts plain data together again. */
export function unpack(json: string, arrays: readonly NumericArray[]): unknown {
  return restore(JSON.parse(json), arrays);
}

function restore(item: unknown, arrays: readonly NumericArray[]): unknown {
  if (typeof item !== 'object' || item === null) return item;
  if (Array.isArray(item)) return item.map((element) => restore(element, arrays));
  if ('$undefined' in item) return undefined;
  if ('$number' in item) return Number(item.$number);
  if ('$array' in item) return arrays[item.$array as number];
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, restore(value, arrays)]));
}

/** An empty array for a place, whose bytes are read from the file. */
export function allocate({ type, length }: ArrayPlace): NumericArray {
  return new ARRAY_TYPES[type](length);
}

export function isArrayPlace(place: unknown): place is ArrayPlace {
  const { type, length } = (place ?? {}) as Partial<ArrayPlace>;
  return (
    typeof type === 'string' && Object.hasOwn(ARRAY_TYPES, type) && Number.isInteger(length) && length! >= 0
  );
}
