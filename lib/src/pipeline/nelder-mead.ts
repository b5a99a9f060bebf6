/** A point and the value of the function there. */
interface Vertex {
  readonly x: readonly number[];
  readonly value: number;
}

const MAX_STEPS = 600;
const TOLERANCE = 1e-7;

/**
 * Minimizes a function of a few variables without derivatives (Nelder & Mead 1965, with the usual coefficients
 * 1, 2, 1/2, 1/2). Stops when the values of the simplex agree to seven digits and its corners too, or after 600 steps.
 *
 * @param start - Where to begin.
 * @param steps - How far the other corners of the first simplex are, one a variable.
 */
export async function nelderMead(
  f: (x: readonly number[]) => Promise<number>,
  start: readonly number[],
  steps: readonly number[],
): Promise<readonly number[]> {
  const at = async (x: readonly number[]): Promise<Vertex> => ({ x, value: await f(x) });
  const simplex = [await at(start)];
  for (let i = 0; i < start.length; i++)
    simplex.push(await at(start.map((value, j) => (j === i ? value + steps[i]! : value))));
  for (let step = 0; step < MAX_STEPS; step++) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0]!;
    const worst = simplex.pop()!;
    if (hasConverged(best, [...simplex, worst])) return best.x;
    const centroid = start.map((_, j) => simplex.reduce((sum, { x }) => sum + x[j]!, 0) / simplex.length);
    const along = (factor: number): readonly number[] =>
      centroid.map((value, j) => value + factor * (value - worst.x[j]!));
    const reflected = await at(along(1));
    if (reflected.value < best.value) {
      const expanded = await at(along(2));
      simplex.push(expanded.value < reflected.value ? expanded : reflected);
    } else if (reflected.value < simplex.at(-1)!.value) {
      simplex.push(reflected);
    } else {
      const outside = reflected.value < worst.value;
      const contracted = await at(along(outside ? 0.5 : -0.5));
      if (contracted.value < Math.min(reflected.value, worst.value)) {
        simplex.push(contracted);
      } else {
        for (const [i, { x }] of [...simplex, worst].entries()) {
          if (i > 0) simplex[i] = await at(x.map((value, j) => (value + best.x[j]!) / 2));
        }
      }
    }
  }
  return simplex.reduce((best, vertex) => (vertex.value < best.value ? vertex : best)).x;
}

function hasConverged(best: Vertex, simplex: readonly Vertex[]): boolean {
  return simplex.every(
    ({ x, value }) =>
      Math.abs(value - best.value) <= TOLERANCE * Math.abs(best.value) &&
      x.every(
        (coordinate, j) => Math.abs(coordinate - best.x[j]!) <= 1e-5 * Math.max(1, Math.abs(best.x[j]!)),
      ),
  );
}
