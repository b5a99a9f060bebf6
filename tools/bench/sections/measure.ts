import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pca, rescaleImages, standardize, type NumericMatrix } from 'clusterlab';

const seconds: Record<string, number> = {};

/** libtensorflow loads with the first call. Here that is before the clock starts, where Python imports its libraries. */
const loaded = pca([[0], [1]], { nComponents: 1 });

/** Runs one stage and keeps its seconds. */
export async function stage<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  await loaded;
  const since = performance.now();
  const result = await work();
  seconds[name] = (performance.now() - since) / 1000;
  return result;
}

/** Prints what the parent process waits for. */
export function finish(results: Readonly<Record<string, unknown>> = {}): void {
  console.log(JSON.stringify({ seconds, results, peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

/** The decoded images, [nRows, 4096] bytes. */
export function pixels(): NumericMatrix {
  const nRows = Number(process.env['BENCH_ROWS']);
  const data = new Uint8Array(readFileSync(scratch('pixels.u8')));
  return { data, nRows, nColumns: data.length / nRows };
}

/** A file that the sections share. */
export function scratch(name: string): string {
  return join(process.env['BENCH_SCRATCH']!, name);
}

/** Clustimage's rescaled pictures, as bytes; made once and left for the Python side in `rescaled.u8`. */
export async function rescaled(): Promise<NumericMatrix> {
  const images = pixels();
  const data = Float64Array.from(images.data as Uint8Array, (byte) => byte / 255);
  const result = await rescaleImages(await standardize({ ...images, data }));
  writeFileSync(scratch('rescaled.u8'), result.data);
  return result;
}

/** The exact scores of 95 % of the variance of the rescaled pictures; made once and left in `scores.f64`. */
export async function scores(): Promise<NumericMatrix> {
  const nRows = Number(process.env['BENCH_ROWS']);
  const file = scratch(`scores-${nRows}.f64`);
  if (!existsSync(file)) {
    const result = await pca(await rescaled(), { nComponents: 0.95 });
    const { data } = result.scores;
    writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const bytes = readFileSync(file);
  const data = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { data, nRows, nColumns: data.length / nRows };
}
