import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assignComponents } from '../../lib/src/cluster/assign-components.js';
import { gaussianMixture, type GaussianMixtureOptions } from '../../lib/src/cluster/gaussian-mixture.js';
import type { Matrix, MatrixLike } from '../../lib/src/matrix/matrix.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface Fit {
  readonly data: readonly [seed: number, nRows: number, nColumns: number, nCenters: number, spread: number];
  readonly transform: readonly [scale: number, offset: number];
  readonly repeat: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly labels: number[];
  readonly weights: number[];
  readonly means: number[];
  readonly covariances: number[];
  readonly responsibilities: number[];
  readonly lower_bounds: number[];
  readonly n_iter: number;
  readonly converged: boolean;
  readonly n_parameters: number;
  readonly aic: number;
  readonly bic: number;
  readonly new_labels: number[];
  readonly new_responsibilities: number[];
  readonly new_log_densities: number[];
}

const { fits } = readReference<{ readonly fits: readonly Fit[] }>('mixture');

/** Python's names to ours; numpy's nested arrays of precisions to rows. */
function optionsOf(fit: Fit): GaussianMixtureOptions {
  const rename = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const rows = (value: unknown): unknown => {
    if (fit.options['covariance_type'] === 'full') return (value as number[][][]).flat();
    return fit.options['covariance_type'] === 'spherical' ? (value as number[]).map((v) => [v]) : value;
  };
  return Object.fromEntries(
    Object.entries(fit.options).map(([name, value]) => [
      rename(name),
      name === 'precisions_init' ? rows(value) : value,
    ]),
  ) as unknown as GaussianMixtureOptions;
}

function dataOf(
  { data: [seed, nRows, nColumns, nCenters, spread], transform, repeat }: Fit,
  of: number,
): Matrix {
  const plain =
    of === 0
      ? blobs(seed, nRows, nColumns, nCenters, spread)
      : blobs(seed + 100, 5, nColumns, nCenters, spread);
  const values = plain.data.map((value) => value * transform[0] + transform[1]);
  const times = of === 0 ? repeat : 1;
  const data = new Float64Array(values.length * times);
  for (let r = 0; r < times; r++) data.set(values, r * values.length);
  return { data, nRows: plain.nRows * times, nColumns };
}

for (const [i, fit] of fits.entries()) {
  const { weights_init: _w, means_init: given, precisions_init: _p, ...named } = fit.options;
  const name = `${JSON.stringify(fit.data)} ${JSON.stringify(fit.transform)} ${JSON.stringify(named)}`;
  test(`equals scikit-learn, ${i}: ${name}${given === undefined ? '' : ' from a given start'}`, async () => {
    const result = await gaussianMixture(dataOf(fit, 0), { randomState: 3, ...optionsOf(fit) });
    const close = { rtol: 1e-6, atol: 1e-6 };
    assert.equal(result.nIter, fit.n_iter);
    assert.equal(result.converged, fit.converged);
    assertClose(result.lowerBounds, fit.lower_bounds, close);
    assertClose(result.weights, fit.weights, close);
    assertClose(result.means.data, fit.means, close);
    assertClose(result.covariances.data, fit.covariances, { rtol: 1e-6, atol: 1e-9 });
    assertClose(
      result.responsibilities.data.slice(0, fit.responsibilities.length),
      fit.responsibilities,
      close,
    );
    assert.deepEqual([...result.labels], fit.labels);
    assert.equal(result.nParameters, fit.n_parameters);
    assertClose(result.aic, fit.aic, { rtol: 1e-7 });
    assertClose(result.bic, fit.bic, { rtol: 1e-7 });
    const found = await assignComponents(result, dataOf(fit, 1));
    assert.deepEqual([...found.labels], fit.new_labels);
    assertClose(found.responsibilities.data, fit.new_responsibilities, close);
    assertClose(found.logDensities, fit.new_log_densities, close);
  });
}

const pairs = [
  [1, 2],
  [1, 4],
  [1, 0],
  [10, 2],
  [10, 4],
  [10, 0],
];

test('six points, two columns of three: by hand', async () => {
  const result = await gaussianMixture(pairs, { nComponents: 2, regCovar: 1e-4 });
  const left = result.labels[0]!;
  assert.deepEqual([...result.labels], [left, left, left, 1 - left, 1 - left, 1 - left]);
  assertClose(result.means.data.slice(2 * left, 2 * left + 2), [1, 2], { rtol: 1e-9 });
  // The variance of 0, 2, 4 is 8 / 3; that of a constant is only what regCovar gives.
  assertClose(result.covariances.data.slice(4 * left, 4 * left + 4), [1e-4, 0, 0, 8 / 3 + 1e-4], {
    atol: 1e-9,
  });
  assertClose(result.weights, [0.5, 0.5]);
  // 2 means of 2, 2 covariances of 3, 1 free weight.
  assert.equal(result.nParameters, 11);
  const logDensity = Math.log(0.5) - Math.log(2 * Math.PI) - Math.log(1e-4 * (8 / 3 + 1e-4)) / 2;
  const logLikelihood = 6 * logDensity - (4 * 4) / (8 / 3 + 1e-4) / 2;
  assertClose(result.logLikelihood, logLikelihood, { rtol: 1e-9 });
  assertClose(result.aic, 22 - 2 * logLikelihood, { rtol: 1e-9 });
  assertClose(result.bic, 11 * Math.log(6) - 2 * logLikelihood, { rtol: 1e-9 });
  assert.deepEqual(result.warnings, [
    'component 0 collapsed: its smallest variance, 0.00010, is little but regCovar = 0.0001',
    'component 1 collapsed: its smallest variance, 0.00010, is little but regCovar = 0.0001',
  ]);
});

test('the likelihood never falls, the bound of the best run is the highest', async () => {
  const { lowerBounds, lowerBound, runs, bestRun } = await gaussianMixture(blobs(30, 300, 3, 4, 1.5), {
    nComponents: 5,
    nInit: 4,
    initParams: 'random',
    tol: 1e-6,
    maxIter: 500,
  });
  for (let i = 1; i < lowerBounds.length; i++) assert.ok(lowerBounds[i]! >= lowerBounds[i - 1]! - 1e-6);
  assert.equal(runs.length, 4);
  assert.equal(lowerBound, Math.max(...runs.map((run) => run.lowerBounds.at(-1)!)));
  assert.deepEqual(runs[bestRun]!.lowerBounds, lowerBounds);
  assert.ok(new Set(runs.map((run) => run.nIter)).size > 1);
});

test('a plane in three dimensions without regCovar: raised, and said so; with it: said so', async () => {
  const flat = Array.from({ length: 40 }, (_, i) => [i % 7, i % 5, 0]);
  for (const covarianceType of ['full', 'tied', 'diag'] as const) {
    const whose = covarianceType === 'tied' ? 'the common covariance' : 'component 0';
    const raised = await gaussianMixture(flat, { nComponents: 1, covarianceType, regCovar: 0 });
    // A millionth of the mean variance (3.9 + 2 + 0) / 3.
    assert.deepEqual(raised.warnings, [`${whose} collapsed: 2e-6 was added to its variances`]);
    assert.ok(raised.covariances.data.every(Number.isFinite));
    assert.ok(raised.covariances.data.at(-1)! > 1e-6 && raised.covariances.data.at(-1)! < 3e-6);
    const { warnings } = await gaussianMixture(flat, { nComponents: 1, covarianceType });
    assert.deepEqual(warnings, [
      `${whose} collapsed: its smallest variance, 0.0000010, is little but regCovar = 0.000001`,
    ]);
  }
});

test('more components than distinct rows: the rest are empty, with a warning', async () => {
  const { warnings, counts, responsibilities } = await gaussianMixture(
    [...pairs, ...pairs].map(([x]) => [x!]),
    {
      nComponents: 3,
    },
  );
  assert.deepEqual([...counts].sort(), [0, 6, 6]);
  assert.ok(warnings.some((warning) => /^component \d is empty: no row belongs to it$/.test(warning)));
  assert.ok(responsibilities.data.every((share) => share >= 0 && share <= 1));
});

test('only equal rows: one distribution, finite figures', async () => {
  const { labels, bic, lowerBound } = await gaussianMixture(new Array<number[]>(9).fill([3, 4]), {
    nComponents: 2,
    regCovar: 0,
  });
  assert.equal(new Set(labels).size, 1);
  assert.ok(Number.isFinite(bic) && Number.isFinite(lowerBound));
});

test('a run cut short by maxIter says so', async () => {
  const { warnings, converged, nIter } = await gaussianMixture(blobs(22, 200, 3, 4, 1.6), {
    nComponents: 4,
    maxIter: 1,
  });
  assert.equal(converged, false);
  assert.equal(nIter, 1);
  assert.deepEqual(warnings, ['the best run was stopped by maxIter = 1 before it converged']);
});

test('moments in several panels, kept or made anew: the same bytes, and the means of the groups', async () => {
  // 60 columns: 1891 moments a row, of which a panel takes 277 rows.
  const wide = blobs(40, 700, 60, 2, 0.8);
  const options = { nComponents: 2, maxIter: 3 };
  const kept = await gaussianMixture(wide, options);
  assert.deepEqual(await gaussianMixture(wide, { ...options, maxMemoryBytes: 0 }), kept);
  for (const parity of [0, 1]) {
    const sums = new Float64Array(60);
    for (let i = parity; i < 700; i += 2) for (let j = 0; j < 60; j++) sums[j]! += wide.data[i * 60 + j]!;
    const k = kept.labels[parity]!;
    const expected = sums.map((sum) => sum / 350);
    assertClose(kept.means.data.slice(60 * k, 60 * k + 60), expected, { rtol: 1e-9 });
  }
});

test('more columns than a call takes arguments', async () => {
  const rows = [0, 1, 2].map((row) => Float64Array.from({ length: 200_000 }, (_, j) => (row * j) % 3));
  const { means, covariances, warnings } = await gaussianMixture(rows, {
    nComponents: 1,
    covarianceType: 'diag',
  });
  // Column 1 holds 0, 1, 2, column 0 nothing but 0.
  assertClose([means.data[1]!, covariances.data[1]!], [1, 2 / 3 + 1e-6], { rtol: 1e-9 });
  assert.deepEqual(warnings, [
    'component 0 collapsed: its smallest variance, 0.0000010, is little but regCovar = 0.000001',
  ]);
});

test('refuses what it cannot do, by name', async () => {
  const fit = (options: object, data: MatrixLike = pairs): Promise<unknown> =>
    gaussianMixture(data, { nComponents: 2, ...options });
  await assert.rejects(fit({ nComponents: 7 }), /nComponents to be an integer in \[1, 6\] \(rows of data\)/);
  await assert.rejects(fit({ covarianceType: 'round' }), /one of 'full', 'tied', 'diag', 'spherical'/);
  await assert.rejects(fit({ initParams: 'k-means' }), /one of 'kmeans', 'k-means\+\+', 'random_from_data'/);
  await assert.rejects(fit({ tol: -1 }), /options.tol/);
  await assert.rejects(fit({ regCovar: NaN }), /options.regCovar/);
  await assert.rejects(fit({ maxIter: 0 }), /options.maxIter/);
  await assert.rejects(fit({ nInit: 0 }), /options.nInit/);
  await assert.rejects(fit({ maxMemoryBytes: -1 }), /options.maxMemoryBytes/);
  await assert.rejects(fit({ weightsInit: [0.5, 0.6] }), /2 numbers of at least 0 that sum to 1/);
  await assert.rejects(fit({ weightsInit: [1] }), /options.weightsInit to be 2 numbers/);
  await assert.rejects(
    fit({ meansInit: [[1, 2]] }),
    /options.meansInit to be a matrix of 2 x 2, received "1 x 2"/,
  );
  await assert.rejects(fit({ precisionsInit: [[1, 0]] }), /options.precisionsInit to be a matrix of 4 x 2/);
  const indefinite = [
    [1, 2],
    [2, 1],
  ];
  await assert.rejects(fit({ covarianceType: 'tied', precisionsInit: indefinite }), /not positive definite/);
  const skew = [
    [1, 0.5],
    [0, 1],
  ];
  await assert.rejects(fit({ covarianceType: 'tied', precisionsInit: skew }), /not symmetric/);
  await assert.rejects(fit({ covarianceType: 'spherical', precisionsInit: [[1], [0]] }), /numbers above 0/);
  await assert.rejects(fit({}, [[1], [1e200], [2]]), {
    name: 'DataError',
    message: 'gaussianMixture: the squares of column 0 of data are beyond the range of doubles.',
  });
  const model = await gaussianMixture(pairs, { nComponents: 2 });
  await assert.rejects(
    assignComponents(model, [[1]]),
    /assignComponents: expected data to be a matrix of 2 columns/,
  );
  const covariances = { ...model.covariances, data: new Float64Array(8) };
  await assert.rejects(
    assignComponents({ ...model, covariances }, pairs),
    /model.covariances to be positive/,
  );
});

test('stops on a signal in mid-run, keeps no tensor, leaves the input as it is', async () => {
  const before = liveTensors();
  const data = blobs(22, 3000, 12, 4, 1.6);
  const copy = structuredClone(data);
  const controller = new AbortController();
  const notes: string[] = [];
  const onProgress = ({ note }: { readonly note?: string }): void => {
    if (note !== undefined) controller.abort(new Error('enough'));
    notes.push(note ?? '');
  };
  const options = { nComponents: 9, tol: 0, maxIter: 10_000, onProgress, signal: controller.signal };
  await assert.rejects(gaussianMixture(data, options), /enough/);
  assert.match(notes.at(-1)!, /^log-likelihood -?\d+\.\d{4} after \d+ steps$/);
  assert.equal(liveTensors(), before);
  assert.deepEqual(data, copy);
});
