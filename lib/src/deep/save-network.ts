import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ArgumentError } from '../errors.js';
import { modelTopology, weightSpecs } from './layers-model.js';
import { checksum, MODEL_FILE, NETWORK_VERSION, WEIGHTS_FILE, type NetworkHeader } from './network-files.js';
import type { Network } from './network.js';

/**
 * Writes a network as a folder in the tfjs layers format, `model.json` and `weights.bin`: {@link loadNetwork} reads it,
 * and so does `tf.loadLayersModel` of tfjs, anywhere tfjs runs.
 *
 * @remarks
 * The folder is written under a temporary name beside it and then renamed; a saved network of that name is replaced.
 * O(weights).
 *
 * @param network - E.g. that of {@link selfLabel}.
 * @param path - The folder to make; the one above must exist.
 * @throws {@link ArgumentError} if `path` is no path, or is taken by something other than a saved network. The file
 * system's own error if the folder above is missing or full.
 * @example
 * await saveNetwork(result.network, 'out/numerals.network');
 * @see The format of tfjs's `LayersModel.save`.
 */
export async function saveNetwork(network: Network, path: string): Promise<void> {
  if (typeof path !== 'string' || path === '')
    throw new ArgumentError('saveNetwork', 'path', 'the path of a folder', path);
  const isTaken = await isSavedNetwork(path);
  // Without a slash at its end, to which a suffix could not be added.
  const folder = resolve(path);
  const weights = Buffer.concat(
    network.weights.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const meaning = {
    version: NETWORK_VERSION,
    inputShape: network.inputShape,
    layers: network.layers,
    classes: [...network.classes],
  };
  const header: NetworkHeader = { ...meaning, sha256: checksum(meaning, weights) };
  const model = {
    format: 'layers-model',
    generatedBy: 'clusterlab',
    convertedBy: null,
    modelTopology: modelTopology(network),
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs(network) }],
    userDefinedMetadata: { clusterlab: header },
  };
  const temporary = `${folder}.${randomUUID()}.tmp`;
  const replaced = `${folder}.${randomUUID()}.old`;
  try {
    await mkdir(temporary);
    await writeFile(join(temporary, WEIGHTS_FILE), weights, { flush: true });
    await writeFile(join(temporary, MODEL_FILE), JSON.stringify(model), { flush: true });
    if (isTaken) await rename(folder, replaced);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await rm(replaced, { recursive: true, force: true });
}

/** Whether there is a saved network already; anything else of that name is not ours to replace. */
async function isSavedNetwork(path: string): Promise<boolean> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    if (error.code === 'ENOTDIR') return ['a file'];
    throw error;
  });
  if (names === undefined) return false;
  if (names.sort().join() !== [MODEL_FILE, WEIGHTS_FILE].join())
    throw new ArgumentError('saveNetwork', 'path', 'free, or the folder of a saved network', path);
  return true;
}
