import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as util from 'node:util';

import { NativeModuleError } from '../errors.js';
import type { Binding } from './binding.js';

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
