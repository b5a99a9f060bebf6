/** The inner products of centres and rows. */
export interface CenterProducts {
  /** `products[j][i] * scale[j]` is the inner product of centre j and row i. */
  readonly products: readonly Float64Array[];
  readonly scale: Float64Array;
  /** Squared norms of the centres, [nClusters]. */
  readonly norms: Float64Array;
}

/** Writes the nearest centre of each row into `labels`; the lowest number wins a tie. */
export function nearestCenters({ products, scale, norms }: CenterProducts, labels: Int32Array): void {
  const n = labels.length;
  const smallest = new Float64Array(n).fill(Infinity);
  for (let j = 0; j < products.length; j++) {
    const product = products[j]!;
    const factor = -2 * scale[j]!;
    const norm = norms[j]!;
    for (let i = 0; i < n; i++) {
      const distance = norm + factor * product[i]!;
      if (distance < smallest[i]!) {
        smallest[i] = distance;
        labels[i] = j;
      }
    }
  }
}
