import type { Matrix } from '../matrix/matrix.js';
import { productsWithPoints, type RowPanels } from '../matrix/row-panels.js';
import { moveSources, type Centers } from './centers.js';
import { nearestCenters } from './nearest-centers.js';

/**
 * Centres with coordinates. Each step multiplies all rows with all centres on libtensorflow; the sums behind the means
 * follow the rows that move.
 *
 * @param points - Where the centres start, in centred coordinates, one array of nColumns a centre; not modified.
 */
export function panelCenters(x: Matrix, panels: RowPanels, points: readonly Float64Array[]): Centers {
  const { nRows: n, nColumns } = x;
  const { mean } = panels;
  const nClusters = points.length;
  const centers = points.map((point) => point.slice());
  const sums = points.map(() => new Float64Array(nColumns));
  const products = productsWithPoints(panels, centers);
  const scale = new Float64Array(nClusters).fill(1);
  const norms = Float64Array.from(centers, squaredNorm);
  let members = new Int32Array(n).fill(-1);

  function addRow(target: Float64Array, row: number, sign: 1 | -1): void {
    const start = row * nColumns;
    for (let c = 0; c < nColumns; c++) target[c]! += sign * (x.data[start + c]! - mean[c]!);
  }

  function moveTo(next: Int32Array, counts: Int32Array): number {
    for (let i = 0; i < n; i++) {
      if (members[i] === next[i]) continue;
      if (members[i]! >= 0) addRow(sums[members[i]!]!, i, -1);
      addRow(sums[next[i]!]!, i, 1);
    }
    members = next.slice();
    let shift = 0;
    const sources = moveSources(counts);
    for (let j = 0; j < nClusters; j++) {
      const source = sources[j]!;
      const sum = sums[source]!;
      const center = centers[j]!;
      for (let c = 0; c < nColumns; c++) {
        const value = sum[c]! / counts[source]!;
        shift += (value - center[c]!) ** 2;
        center[c] = value;
      }
      norms[j] = squaredNorm(center);
    }
    productsWithPoints(panels, centers).forEach((product, j) => products[j]!.set(product));
    return shift;
  }

  function squaredDistances(labels: Int32Array): Float64Array {
    const distances = new Float64Array(n);
    for (let i = 0, p = 0; i < n; i++) {
      const center = centers[labels[i]!]!;
      let sum = 0;
      for (let c = 0; c < nColumns; c++, p++) sum += (x.data[p]! - mean[c]! - center[c]!) ** 2;
      distances[i] = sum;
    }
    return distances;
  }

  function coordinates(): Matrix {
    const data = new Float64Array(nClusters * nColumns);
    centers.forEach((center, j) =>
      data.set(
        center.map((value, c) => value + mean[c]!),
        j * nColumns,
      ),
    );
    return { data, nRows: nClusters, nColumns };
  }

  return {
    nClusters,
    nearest: (labels) => nearestCenters({ products, scale, norms }, labels),
    moveTo,
    squaredDistances,
    coordinates,
  };
}

function squaredNorm(point: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < point.length; c++) sum += point[c]! * point[c]!;
  return sum;
}
