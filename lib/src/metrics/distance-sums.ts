import type { InnerProducts } from '../matrix/inner-products.js';
import type { Matrix } from '../matrix/matrix.js';
import { rowPanels } from '../matrix/row-panels.js';
import type { Pacer } from '../progress.js';
import {
  add,
  concat,
  matMul,
  maximum,
  reduceSum,
  scale,
  setDiagonal,
  slice,
  sqrt,
  square,
  subtract,
} from '../tensorflow/operations.js';
import { fromFloat64, toFloat64, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { Partition } from './partitions.js';

/**
 * Sums of Euclidean distances from every row to the rows of every cell: [n, nCells] for each partition, all from one
 * pass over the n x n distances, of which only a small part exists at a time.
 */
export type DistanceSums = readonly Float64Array[];

/** Below this many multiplications, plain loops are done before libtensorflow is loaded. */
const SMALL = 2e7;

/** Distances held at a time when they come from stored inner products: 8 MB, about what a processor's cache holds. */
const STRIP_ENTRIES = 1 << 20;

/** Rows and columns of a tile of distances: 4.7 MB. A tenth faster than tiles of 512, and no slower to draw roots of. */
const TILE_ROWS = 768;

const STAGE = 'silhouettes';

export function distanceSums(
  x: Matrix,
  partitions: readonly Partition[],
  gram: InnerProducts | undefined,
  pacer: Pacer,
): Promise<DistanceSums> {
  if (gram !== undefined) return sumsFromInnerProducts(gram, partitions, pacer);
  if (x.nRows * x.nRows * x.nColumns <= SMALL) return Promise.resolve(sumsFromRows(x, partitions));
  return sumsFromTiles(x, partitions, pacer);
}

/** The same sums from a matrix of distances, [n, n]. */
export async function sumsFromDistances(
  { data, nRows: n }: Matrix,
  partitions: readonly Partition[],
  pacer: Pacer,
): Promise<DistanceSums> {
  const sums = partitions.map(({ nCells }) => new Float64Array(n * nCells));
  for (let i = 0; i < n; i++) {
    partitions.forEach(({ cells, nCells }, p) => {
      const target = sums[p]!.subarray(i * nCells, (i + 1) * nCells);
      for (let j = 0; j < n; j++) target[cells[j]!]! += data[i * n + j]!;
    });
    await pacer.step(STAGE, i + 1, n);
  }
  return sums;
}

/** The same sums from distances of all pairs, the upper triangle row by row. */
export async function sumsFromCondensed(
  distances: Float64Array,
  n: number,
  partitions: readonly Partition[],
  pacer: Pacer,
): Promise<DistanceSums> {
  const sums = partitions.map(({ nCells }) => new Float64Array(n * nCells));
  for (let i = 0, start = 0; i < n; start += n - 1 - i, i++) {
    partitions.forEach(({ cells, nCells }, p) => addRow(sums[p]!, distances, start, i, cells, nCells));
    await pacer.step(STAGE, i + 1, n);
  }
  return sums;
}

/** Adds the distances of row i to the rows after it, on both sides. */
function addRow(
  sums: Float64Array,
  distances: Float64Array,
  start: number,
  i: number,
  cells: Int32Array,
  nCells: number,
): void {
  const ownCell = cells[i]!;
  for (let j = i + 1, at = start; j < cells.length; j++, at++) {
    const distance = distances[at]!;
    sums[i * nCells + cells[j]!]! += distance;
    sums[j * nCells + ownCell]! += distance;
  }
}

function sumsFromRows({ data, nRows: n, nColumns }: Matrix, partitions: readonly Partition[]): DistanceSums {
  const sums = partitions.map(({ nCells }) => new Float64Array(n * nCells));
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let squared = 0;
      for (let c = 0; c < nColumns; c++) squared += (data[i * nColumns + c]! - data[j * nColumns + c]!) ** 2;
      const distance = Math.sqrt(squared);
      partitions.forEach(({ cells, nCells }, p) => {
        sums[p]![i * nCells + cells[j]!]! += distance;
        sums[p]![j * nCells + cells[i]!]! += distance;
      });
    }
  }
  return sums;
}

/** Squares of the distance matrix above its diagonal, each used twice: for its rows, and transposed for its columns. */
function sumsFromTiles(x: Matrix, partitions: readonly Partition[], pacer: Pacer): Promise<DistanceSums> {
  return withScope(async (scope) => {
    const { panels } = await rowPanels(scope, x, () => pacer.step(STAGE, 0, 1), { panelRows: TILE_ROWS });
    const members = panels.map(({ start, nRows }) => membership(scope, partitions, start, nRows));
    const factors = panels.map(({ tensor }) => scope.step((step) => squareFactors(scope, step, tensor)));
    const zero = fromFloat64(scope, Float64Array.of(0), []);
    const width = totalCells(partitions);
    const sums = new Float64Array(x.nRows * width);
    const total = (panels.length * (panels.length + 1)) / 2;
    let done = 0;
    for (const [b, right] of panels.entries()) {
      for (const [a, left] of panels.slice(0, b + 1).entries()) {
        withScope((step) => {
          const halfSquares = matMul(step, factors[a]!.left, factors[b]!.right, { transposeB: true });
          const distances = sqrt(step, maximum(step, halfSquares, zero));
          const tile =
            a === b
              ? setDiagonal(step, distances, fromFloat64(step, new Float64Array(left.nRows), [left.nRows]))
              : distances;
          addTo(sums, left.start * width, toFloat64(matMul(step, tile, members[b]!)));
          if (a !== b)
            addTo(
              sums,
              right.start * width,
              toFloat64(matMul(step, tile, members[a]!, { transposeA: true })),
            );
        });
        await pacer.step(STAGE, ++done, total);
      }
    }
    return split(sums, partitions, x.nRows);
  });
}

/**
 * Rows with two more columns each, so that one product is half the squared distance: (x, |x|^2 / 2, 1) . (-y, 1, |y|^2 / 2) =
 * |x - y|^2 / 2.
 */
function squareFactors(
  scope: Scope,
  step: Scope,
  rows: Tensor,
): { readonly left: Tensor; readonly right: Tensor } {
  const n = rows.shape[0]!;
  const halfNorms = scale(step, reduceSum(step, square(step, rows), 1, true), 0.5);
  const ones = fromFloat64(step, new Float64Array(n).fill(1), [n, 1]);
  return {
    left: concat(scope, [rows, halfNorms, ones], 1),
    right: concat(scope, [scale(step, rows, -1), ones, halfNorms], 1),
  };
}

function sumsFromInnerProducts(
  gram: InnerProducts,
  partitions: readonly Partition[],
  pacer: Pacer,
): Promise<DistanceSums> {
  const { n, tensor } = gram;
  const halfNorms = gram.squaredNorms.map((norm) => norm / 2);
  return withScope(async (scope) => {
    const members = membership(scope, partitions, 0, n);
    const norms = fromFloat64(scope, halfNorms, [n]);
    const width = totalCells(partitions);
    const sums = new Float64Array(n * width);
    const stripRows = Math.max(1, Math.floor(STRIP_ENTRIES / n));
    for (let start = 0; start < n; start += stripRows) {
      const nRows = Math.min(stripRows, n - start);
      withScope((step) => {
        const products = slice(step, tensor, [start, 0], [nRows, n]);
        const own = fromFloat64(step, halfNorms.slice(start, start + nRows), [nRows, 1]);
        // The norms are the diagonal of the products, so that the distance of a row to itself is exactly 0.
        const strip = matMul(step, scaledDistances(step, products, own, norms), members);
        addTo(sums, start * width, toFloat64(strip));
      });
      await pacer.step(STAGE, start + nRows, n);
    }
    return split(sums, partitions, n);
  });
}

/** d / sqrt(2) from x.y and halves of squared norms: |x|^2 / 2 + |y|^2 / 2 - x.y = d^2 / 2. {@link split} multiplies sqrt(2) back. */
function scaledDistances(scope: Scope, products: Tensor, rowNorms: Tensor, columnNorms: Tensor): Tensor {
  const halfSquares = add(scope, subtract(scope, columnNorms, products), rowNorms);
  return sqrt(scope, maximum(scope, halfSquares, fromFloat64(scope, Float64Array.of(0), [])));
}

/** 1 where a row lies in a cell, else 0; the cells of all partitions side by side. */
function membership(scope: Scope, partitions: readonly Partition[], start: number, nRows: number): Tensor {
  const width = totalCells(partitions);
  const values = new Float64Array(nRows * width);
  let offset = 0;
  for (const { cells, nCells } of partitions) {
    for (let i = 0; i < nRows; i++) values[i * width + offset + cells[start + i]!] = 1;
    offset += nCells;
  }
  return fromFloat64(scope, values, [nRows, width]);
}

function totalCells(partitions: readonly Partition[]): number {
  return partitions.reduce((sum, { nCells }) => sum + nCells, 0);
}

function addTo(sums: Float64Array, offset: number, part: Float64Array): void {
  for (let i = 0; i < part.length; i++) sums[offset + i]! += part[i]!;
}

/** Takes the columns of each partition out of the common table. */
function split(sums: Float64Array, partitions: readonly Partition[], n: number): DistanceSums {
  const width = totalCells(partitions);
  let offset = 0;
  return partitions.map(({ nCells }) => {
    const part = new Float64Array(n * nCells);
    for (let i = 0; i < n; i++) {
      for (let cell = 0; cell < nCells; cell++)
        part[i * nCells + cell] = sums[i * width + offset + cell]! * Math.SQRT2;
    }
    offset += nCells;
    return part;
  });
}
