import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, DataError } from '../errors.js';
import { networkParameters } from './layer-shapes.js';
import { checksum, MODEL_FILE, NETWORK_VERSION, WEIGHTS_FILE, type NetworkHeader } from './network-files.js';
import { sizeOf, type Network } from './network.js';

/**
 * Reads a network that {@link saveNetwork} wrote. O(weights).
 *
 * @param path - The folder.
 * @throws {@link ArgumentError} if `path` is no path.
 * @throws {@link DataError} if a file is missing or damaged, is no network of clusterlab, or was written by a release
 * with another format; the file is named.
 * @example
 * const network = await loadNetwork('out/numerals.network');
 * const { labels } = await applySelfLabel(network, normalized);
 * @see The format of tfjs's `loadLayersModel`.
 */
export async function loadNetwork(path: string): Promise<Network> {
  if (typeof path !== 'string' || path === '')
    throw new ArgumentError('loadNetwork', 'path', 'the path of a folder', path);
  const header = await readHeader(join(path, MODEL_FILE));
  const file = join(path, WEIGHTS_FILE);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unusable(file, 'cannot be read', error);
  });
  if (checksum(header, bytes) !== header.sha256)
    throw unusable(file, `or the ${MODEL_FILE} beside it is damaged: the checksum is wrong`);
  const { inputShape, layers, classes } = header;
  const weights: Float32Array[] = [];
  let from = 0;
  for (const { shape } of networkParameters(layers, inputShape)) {
    const part = Uint8Array.from(bytes.subarray(from, (from += 4 * sizeOf(shape))));
    weights.push(new Float32Array(part.buffer));
  }
  return { inputShape, layers, weights, classes: Int32Array.from(classes) };
}

async function readHeader(file: string): Promise<NetworkHeader> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, 'cannot be read', error);
  });
  let model: { readonly userDefinedMetadata?: { readonly clusterlab?: NetworkHeader | null } } | null;
  try {
    model = JSON.parse(text) as typeof model;
  } catch (error) {
    throw unusable(file, 'is damaged: it is no JSON', error);
  }
  const header = model?.userDefinedMetadata?.clusterlab;
  if (!header) throw unusable(file, 'is no network saved by clusterlab');
  if (header.version !== NETWORK_VERSION) {
    const found = `was saved by another release (format ${header.version}, this one reads ${NETWORK_VERSION})`;
    throw unusable(file, found);
  }
  return header;
}

function unusable(file: string, problem: string, cause?: unknown): DataError {
  return new DataError('loadNetwork', `${file} ${problem}`, { source: file, cause });
}
