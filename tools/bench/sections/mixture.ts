import { gaussianMixture, type CovarianceType, type NumericMatrix } from 'clusterlab';

import { finish, scores, stage } from './measure.js';

/** 50 EM steps from one k-means start, 15 components. */
async function fit(
  name: string,
  { data, nRows, nColumns }: NumericMatrix,
  columns: number,
  covarianceType: CovarianceType,
): Promise<Readonly<Record<string, number>>> {
  const x = new Float64Array(nRows * columns);
  for (let i = 0; i < nRows; i++) x.set(data.subarray(i * nColumns, i * nColumns + columns), i * columns);
  const options = { nComponents: 15, covarianceType, maxIter: 50, tol: 0 };
  const { lowerBound } = await stage(name, () =>
    gaussianMixture({ data: x, nRows, nColumns: columns }, options),
  );
  return { [`${name}, bound`]: Number(lowerBound.toFixed(5)) };
}

async function main(): Promise<void> {
  const all = await scores();
  await fit('warm-up', all, 10, 'full');
  finish({
    ...(await fit('10 columns, full', all, 10, 'full')),
    ...(await fit('10 columns, tied', all, 10, 'tied')),
    ...(await fit('10 columns, diag', all, 10, 'diag')),
    ...(await fit('50 columns, full', all, 50, 'full')),
  });
}

void main();
