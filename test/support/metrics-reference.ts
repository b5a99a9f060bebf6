import { randomState } from '../../lib/src/random/random-state.js';

/** What test/reference/generate_metrics.py writes. */
export interface MetricsReference {
  readonly dataSets: readonly {
    readonly seed: number;
    readonly nRows: number;
    readonly nColumns: number;
    readonly nCenters: number;
    readonly spread: number;
    readonly scores: readonly InternalScores[];
  }[];
  readonly external: readonly ExternalScores[];
  readonly bigExternal: readonly {
    readonly n: number;
    readonly kTruth: number;
    readonly kLabels: number;
    readonly seed: number;
    readonly adjustedRand: number;
    readonly normalizedMutualInfo: number;
    readonly adjustedMutualInfo: number;
  }[];
  readonly assignments: readonly {
    readonly seed: number;
    readonly nRows: number;
    readonly nColumns: number;
    readonly maximize: boolean;
    readonly rows: readonly number[];
    readonly columns: readonly number[];
    readonly total: number;
  }[];
}

interface InternalScores {
  readonly silhouette: number;
  readonly samples: readonly number[];
  readonly sampled: number;
  readonly daviesBouldin: number;
  readonly calinskiHarabasz: number;
}

interface ExternalScores {
  readonly truth: readonly number[];
  readonly labels: readonly number[];
  readonly contingency: readonly (readonly number[])[];
  readonly adjustedRand: number;
  readonly normalizedMutualInfo: Record<AverageMethod, number>;
  readonly adjustedMutualInfo: Record<AverageMethod, number>;
}

export type AverageMethod = 'min' | 'geometric' | 'arithmetic' | 'max';

/** The labelings that generate_metrics.py scores: the true groups, pairs of them, one row alone, noise. */
export function labelingsOf({
  seed,
  nRows,
  nCenters,
}: {
  seed: number;
  nRows: number;
  nCenters: number;
}): Int32Array[] {
  const truth = Int32Array.from({ length: nRows }, (_, i) => i % nCenters);
  const alone = truth.slice();
  alone[5] = nCenters;
  return [
    truth,
    truth.map((label) => label >> 1),
    alone,
    randomState(seed + 1).randintArray(0, nCenters + 1, nRows),
  ];
}
