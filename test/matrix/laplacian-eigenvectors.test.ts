import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectedComponents } from '../../lib/src/matrix/connected-components.js';
import {
  laplacianEigenvectors,
  type LaplacianEigenvectors,
} from '../../lib/src/matrix/laplacian-eigenvectors.js';
import type { SparseMatrix } from '../../lib/src/matrix/sparse-matrix.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';

const pause = (): Promise<void> => Promise.resolve();

/** A symmetric matrix from its edges [i, j, weight]. */
function graphOf(nRows: number, edges: readonly (readonly [number, number, number])[]): SparseMatrix {
  const rows = Array.from({ length: nRows }, () => new Map<number, number>());
  for (const [i, j, weight] of edges) {
    rows[i]!.set(j, weight);
    rows[j]!.set(i, weight);
  }
  const entries = rows.map((row) => [...row].sort((a, b) => a[0] - b[0]));
  const offsets = new Int32Array(nRows + 1);
  entries.forEach((row, i) => (offsets[i + 1] = offsets[i]! + row.length));
  return {
    nRows,
    nColumns: nRows,
    offsets,
    columns: Int32Array.from(entries.flat(), ([column]) => column),
    values: Float64Array.from(entries.flat(), ([, value]) => value),
  };
}

type Edge = readonly [number, number, number];

/** A ring in which everyone knows the next `reach` on both sides; vertices from `first` on. */
const ring = (n: number, reach: number, first: number = 0): Edge[] =>
  Array.from({ length: n * reach }, (_, at): Edge => {
    const i = Math.floor(at / reach);
    return [first + i, first + ((i + 1 + (at % reach)) % n), 2];
  });

/** The eigenvalues of such a ring, ascending: 1 - mean of cos(2 pi q d / n) over the steps d, twice for each q but 0. */
function ringEigenvalues(n: number, reach: number): number[] {
  const values = Array.from({ length: n }, (_, q) => {
    let sum = 0;
    for (let d = 1; d <= reach; d++) sum += Math.cos((2 * Math.PI * q * d) / n);
    return 1 - sum / reach;
  });
  return values.sort((a, b) => a - b);
}

/** Checks L v = lambda v, v'v = 1 and orthogonality by plain loops. */
function assertEigenpairs(graph: SparseMatrix, found: LaplacianEigenvectors, atol: number): void {
  const { eigenvalues, eigenvectors, degrees } = found;
  const { data, nRows, nColumns: k } = eigenvectors;
  for (let c = 0; c < k; c++) {
    let square = 0;
    for (let i = 0; i < nRows; i++) {
      let image = degrees[i]! > 0 ? data[i * k + c]! : 0;
      for (let at = graph.offsets[i]!; at < graph.offsets[i + 1]!; at++) {
        const j = graph.columns[at]!;
        if (j !== i) image -= (graph.values[at]! * data[j * k + c]!) / Math.sqrt(degrees[i]! * degrees[j]!);
      }
      square += (image - eigenvalues[c]! * data[i * k + c]!) ** 2;
    }
    assert.ok(Math.sqrt(square) <= atol, `residual ${Math.sqrt(square)} of pair ${c}`);
    for (let other = 0; other <= c; other++) {
      let product = 0;
      for (let i = 0; i < nRows; i++) product += data[i * k + c]! * data[i * k + other]!;
      assertClose(product, c === other ? 1 : 0, { atol: 1e-9 });
    }
  }
}

for (const [n, solver] of [
  [300, 'dense'],
  [900, 'filtered'],
] as const) {
  test(`a ring of ${n}, ${solver}: double eigenvalues come twice`, async () => {
    const before = liveTensors();
    const graph = graphOf(n, ring(n, 3));
    const found = await laplacianEigenvectors(graph, 9, { tol: 1e-8, pause });
    assert.ok(found.converged && found.residual <= 1e-8);
    assertClose(found.eigenvalues, ringEigenvalues(n, 3).slice(0, 9), { atol: 1e-9 });
    assertEigenpairs(graph, found, 1e-7);
    assert.equal(liveTensors(), before);
  });
}

test('parts and isolated vertices have eigenvalue 0, the largest part first; the diagonal does not count', async () => {
  for (const n of [200, 600]) {
    const edges: Edge[] = [...ring(n, 2, 1), ...ring(80, 2, n + 1), [5, 5, 100]];
    const graph = graphOf(n + 81, edges);
    const found = await laplacianEigenvectors(graph, 8, { tol: 1e-9, pause });
    assert.deepEqual([...found.components.sizes], [n, 80, 1]);
    assert.deepEqual([found.components.labels[0], found.components.labels[1]], [2, 0]);
    const nonzero = [...ringEigenvalues(n, 2).slice(1), ...ringEigenvalues(80, 2).slice(1)];
    nonzero.sort((a, b) => a - b);
    assertClose(found.eigenvalues, [0, 0, 0, ...nonzero.slice(0, 5)], { atol: 1e-10 });
    assert.equal(found.eigenvectors.data[2], 1);
    assertClose(found.eigenvectors.data[8]!, 1 / Math.sqrt(n), { rtol: 1e-12 });
    assertEigenpairs(graph, found, 1e-8);
  }
});

test('fewer vectors than parts; the example of the documentation', async () => {
  const two = graphOf(5, [
    [0, 1, 1],
    [2, 3, 1],
    [3, 4, 3],
  ]);
  const one = await laplacianEigenvectors(two, 1, { pause });
  assertClose(one.eigenvectors.data, [0, 0, ...[1, 4, 3].map((d) => Math.sqrt(d / 8))]);
  const path = await laplacianEigenvectors(
    graphOf(3, [
      [0, 1, 1],
      [1, 2, 1],
    ]),
    3,
    { pause },
  );
  assertClose(path.eigenvalues, [0, 1, 2], { atol: 1e-14 });
});

test('same seed, same bytes; what is not reached in time is said', async () => {
  const graph = graphOf(900, ring(900, 1));
  const run = (seed: number, maxRounds: number): Promise<LaplacianEigenvectors> =>
    laplacianEigenvectors(graph, 4, { randomState: seed, tol: 1e-7, maxRounds, pause });
  assert.deepEqual(await run(1, 3), await run(1, 3));
  const early = await run(1, 1);
  assert.ok(!early.converged && early.residual > 1e-7);
});

test('components go by size, then by first vertex; an edge of weight 0 is none', () => {
  const { labels, sizes } = connectedComponents(
    graphOf(7, [
      [0, 1, 1],
      [2, 3, 1],
      [3, 4, 1],
      [5, 6, 1],
      [1, 2, 0],
    ]),
  );
  assert.deepEqual([...labels], [1, 1, 0, 0, 0, 2, 2]);
  assert.deepEqual([...sizes], [3, 2, 2]);
});
