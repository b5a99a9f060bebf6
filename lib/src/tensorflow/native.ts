import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as util from 'node:util';

import { NativeModuleError } from '../errors.js';

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

export type TfModule = typeof import('@tensorflow/tfjs-node');

let loaded: { readonly tf: TfModule; readonly binding: Binding } | undefined;

/**
 * Loads tfjs-node and its addon, once; later calls are free.
 *
 * @throws {@link NativeModuleError} if the addon or libtensorflow is missing or does not load.
 */
export function native(): { readonly tf: TfModule; readonly binding: Binding } {
  if (loaded !== undefined) return loaded;
  // libtensorflow reads its log level when it is loaded: without this it prints lines about the processor.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  restoreRemovedUtilities();
  let tf: TfModule;
  try {
    tf = withoutPunycodeWarning(() => require('@tensorflow/tfjs-node') as TfModule);
  } catch (error) {
    throw explain(error);
  }
  loaded = { tf, binding: (tf.backend() as unknown as { readonly binding: Binding }).binding };
  return loaded;
}

/** tfjs-node 4.22.0 calls two helpers that Node 23 removed; the fix (tensorflow/tfjs#8425) was never released. */
function restoreRemovedUtilities(): void {
  const target = util as unknown as Record<string, unknown>;
  const core = require('node:util') as Record<string, unknown>;
  for (const module of [core, target]) {
    if (!Object.isExtensible(module)) continue;
    module['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined;
    module['isUndefined'] ??= (value: unknown): boolean => value === undefined;
  }
}

/** Node 21 and later warn that an old dependency of tfjs-node requires `punycode`; users can do nothing about it. */
function withoutPunycodeWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (rest.includes('DEP0040') || JSON.stringify(rest).includes('DEP0040')) return;
    (emitWarning as (warning: string | Error, ...rest: unknown[]) => void)(warning, ...rest);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function explain(error: unknown): NativeModuleError {
  const message = error instanceof Error ? error.message.split('\n')[0]! : String(error);
  const causes = [message];
  try {
    const folder = dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
    const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
    if (!existsSync(addon)) causes.push(`the addon ${addon} does not exist`);
  } catch {
    causes.push('the package @tensorflow/tfjs-node is not installed');
  }
  return new NativeModuleError(
    'libtensorflow',
    causes,
    [
      'in a checkout of clusterlab: node tools/setup/setup.mjs',
      'in a project of your own: npx clusterlab setup (npx clusterlab doctor says what is missing)',
      'then restart the notebook kernel',
    ],
    error,
  );
}
