import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NumericMatrix } from 'clusterlab';

const seconds: Record<string, number> = {};

/** Runs one stage and keeps its seconds. */
export async function stage<T>(name: string, work: () => T | Promise<T>): Promise<T> {
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
