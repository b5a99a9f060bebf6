import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadChineseMnist } from 'clusterlab';

import { finish, stage } from './measure.js';

async function main(): Promise<void> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'clusterlab-bench-'));
  const folder = process.env['BENCH_DATA']!;
  try {
    await loadChineseMnist(folder, { cacheDir: join(cacheDir, 'warm') });
    const { images } = await stage('first load', () => loadChineseMnist(folder, { cacheDir }));
    await stage('second load', () => loadChineseMnist(folder, { cacheDir }));
    finish({ images: images.nRows, 'sum of pixels': images.data.reduce((sum, pixel) => sum + pixel, 0) });
  } finally {
    rmSync(cacheDir, { recursive: true });
  }
}

void main();
