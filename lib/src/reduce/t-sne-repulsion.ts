/**
 * What every point does to every other. A repulsion is made once for a layout of n points and called once an
 * iteration.
 */
export interface Repulsion {
  /**
   * Fills `forces` with `sum_j q_ij w_ij (y_i - y_j)`, where w = 1 / (1 + d^2 / dof) and q = w^((dof + 1) / 2), not
   * normalized, and gives z = the sum of all q_ij, i != j.
   */
  compute(y: Float64Array, forces: Float64Array, pause: () => Promise<void>): Promise<number>;
}

/** Pairs handled between two looks at the clock; a few milliseconds. */
const PAIRS_A_STEP = 1 << 20;

/** The sums as they are written: O(n^2) a call, no error but rounding. */
export function exactRepulsion(n: number, nComponents: number, dof: number): Repulsion {
  return {
    async compute(y, forces, pause) {
      forces.fill(0);
      let z = 0;
      let pairs = 0;
      for (let i = 0; i < n; i++) {
        z += repelFrom(i, n, y, nComponents, dof, forces);
        pairs += n - i;
        if (pairs < PAIRS_A_STEP) continue;
        pairs = 0;
        await pause();
      }
      return 2 * z;
    },
  };
}

/** All pairs (i, j) with j > i; returns the sum of their q. */
function repelFrom(
  i: number,
  n: number,
  y: Float64Array,
  nComponents: number,
  dof: number,
  forces: Float64Array,
): number {
  const a = i * nComponents;
  let z = 0;
  for (let b = a + nComponents; b < n * nComponents; b += nComponents) {
    let d2 = 0;
    for (let c = 0; c < nComponents; c++) {
      const difference = y[a + c]! - y[b + c]!;
      d2 += difference * difference;
    }
    const w = 1 / (1 + d2 / dof);
    const q = dof === 1 ? w : w ** ((dof + 1) / 2);
    z += q;
    const force = q * w;
    for (let c = 0; c < nComponents; c++) {
      const f = force * (y[a + c]! - y[b + c]!);
      forces[a + c]! += f;
      forces[b + c]! -= f;
    }
  }
  return z;
}
