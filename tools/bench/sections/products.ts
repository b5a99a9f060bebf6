import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { finish } from './measure.js';

/** Products of square matrices as `npx clusterlab doctor` times them: what the speed of the other sections rests on. */
const program = join(__dirname, '..', '..', '..', 'lib', 'setup', 'speed.mjs');
const { float32, float64 } = JSON.parse(
  execFileSync(process.execPath, [program], { encoding: 'utf8' }),
) as Record<'float32' | 'float64', { readonly gigaflops: number }>;
finish({
  'float64, GFLOP/s': Math.round(float64.gigaflops),
  'float32, GFLOP/s': Math.round(float32.gigaflops),
});
