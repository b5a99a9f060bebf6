import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { cleanImages, normalizeImages, selfLabel, type NumericMatrix } from 'clusterlab';

import { finish, pixels, scratch, stage } from './measure.js';

const N_CLASSES = 15;

/** Normalized pictures of 32 x 32; made once and left for the Python side in `normalized-ROWS.f32`. */
async function normalized(): Promise<NumericMatrix> {
  const nRows = Number(process.env['BENCH_ROWS']);
  const file = scratch(`normalized-${nRows}.f32`);
  if (!existsSync(file)) {
    const { data } = await normalizeImages(await cleanImages(pixels()));
    writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const bytes = readFileSync(file);
  const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { data, nRows, nColumns: data.length / nRows };
}

/** One epoch on all pictures: any labels will do, and any neighbour, since the work is the same. */
async function epoch({ data, nColumns }: NumericMatrix, nRows: number): Promise<number> {
  const images = { data: data.subarray(0, nRows * nColumns), nRows, nColumns } as NumericMatrix;
  const labels = Int32Array.from({ length: nRows }, (_, i) => i % N_CLASSES);
  const neighbors = { indices: new Int32Array(nRows), nRows, nNeighbors: 1 };
  const { history } = await selfLabel(images, labels, { neighbors, agreement: 0, nEpochs: 1 });
  return history[0]!.shareTrained;
}

async function main(): Promise<void> {
  const images = await normalized();
  await epoch(images, Math.min(1000, images.nRows));
  const shareTrained = await stage('self-labelling, one epoch', () => epoch(images, images.nRows));
  finish({ shareTrained });
}

void main();
