import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';

/**
 * How strongly each row belongs to each center: similarities by a Student t distribution with one degree of freedom,
 * q_ij = w_ij / sum_j w_ij with w_ij = 1 / (1 + |z_i - c_j|^2). O(nRows * nClusters * nColumns).
 *
 * @param codes - [nRows, nColumns], e.g. the `codes` of an {@link autoencoder}; not modified.
 * @param centers - [nClusters, nColumns], e.g. those of {@link deepEmbeddedClustering}.
 * @returns [nRows, nClusters]; rows sum to 1.
 * @throws {@link ArgumentError} if codes and centers differ in columns.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const { data } = softAssignments([[0], [3]], [[0], [1]]);
 * // data: 0.666... 0.333... 0.333... 0.666...
 * @see Xie, Girshick & Farhadi, Unsupervised deep embedding for clustering analysis (2016), equation 1.
 */
export function softAssignments(codes: MatrixLike, centers: MatrixLike): Matrix {
  const z = toMatrix(codes, 'softAssignments', 'codes');
  const c = toMatrix(centers, 'softAssignments', 'centers');
  if (c.nColumns !== z.nColumns)
    throw new ArgumentError(
      'softAssignments',
      'centers.nColumns',
      `${z.nColumns}, as codes have`,
      c.nColumns,
    );
  checkMagnitude('softAssignments', { codes: z, centers: c });
  return similarities(z, c).q;
}

/** The q of {@link softAssignments}, and the w that they are the shares of. */
function similarities(codes: Matrix, centers: Matrix): { readonly q: Matrix; readonly w: Float64Array } {
  const { nRows, nColumns: d } = codes;
  const k = centers.nRows;
  const w = new Float64Array(nRows * k);
  const q = new Float64Array(nRows * k);
  for (let i = 0; i < nRows; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      let squared = 0;
      for (let t = 0; t < d; t++) squared += (codes.data[i * d + t]! - centers.data[j * d + t]!) ** 2;
      sum += w[i * k + j] = 1 / (1 + squared);
    }
    for (let j = 0; j < k; j++) q[i * k + j] = w[i * k + j]! / sum;
  }
  return { q: { data: q, nRows, nColumns: k }, w };
}

/**
 * What the assignments are trained towards: p_ij in proportion to q_ij^2 / f_j, f_j being the sum of column j. Sure
 * assignments become surer, and large clusters do not swallow small ones.
 *
 * @see Xie, Girshick & Farhadi (2016), equation 3.
 */
export function targetDistribution({ data: q, nRows, nColumns: k }: Matrix): Matrix {
  const sizes = new Float64Array(k);
  q.forEach((value, at) => (sizes[at % k]! += value));
  const p = q.map((value, at) => value ** 2 / sizes[at % k]!);
  for (let i = 0; i < nRows; i++) {
    const row = p.subarray(i * k, (i + 1) * k);
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, j) => (row[j] = value / sum));
  }
  return { data: p, nRows, nColumns: k };
}

/** The divergence of assignments from their target, and how it changes with codes and centers. */
export interface Divergence {
  /** Mean over the rows of sum_j p_ij log(p_ij / q_ij). */
  readonly loss: number;
  /** d loss / d codes, in the shape of the codes. */
  readonly codesGradient: Float64Array;
  /** d loss / d centers, in the shape of the centers. */
  readonly centersGradient: Float64Array;
}

/**
 * The Kullback-Leibler divergence KL(p || q) that DEC lowers, p being held fixed. In doubles and plain loops: a batch
 * is a few thousand numbers.
 *
 * @see Xie, Girshick & Farhadi (2016), equations 2, 4 and 5.
 */
export function assignmentDivergence(codes: Matrix, centers: Matrix, target: Matrix): Divergence {
  const { nRows, nColumns: d } = codes;
  const k = centers.nRows;
  const { q, w } = similarities(codes, centers);
  const codesGradient = new Float64Array(nRows * d);
  const centersGradient = new Float64Array(k * d);
  let loss = 0;
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < k; j++) {
      const at = i * k + j;
      const p = target.data[at]!;
      if (p > 0) loss += (p * Math.log(p / q.data[at]!)) / nRows;
      const pull = (2 * w[at]! * (p - q.data[at]!)) / nRows;
      for (let t = 0; t < d; t++) {
        const gradient = pull * (codes.data[i * d + t]! - centers.data[j * d + t]!);
        codesGradient[i * d + t]! += gradient;
        centersGradient[j * d + t]! -= gradient;
      }
    }
  }
  return { loss, codesGradient, centersGradient };
}
