import { ArgumentError, DataError } from '../errors.js';
import type { MatrixLike } from '../matrix/matrix.js';
import type { NearestNeighbors } from './nearest-neighbors.js';

/** Whether an argument is a graph of neighbours rather than rows of numbers. */
export function isNeighborGraph(data: MatrixLike | NearestNeighbors): data is NearestNeighbors {
  return typeof data === 'object' && data !== null && 'indices' in data && 'distances' in data;
}

/** What {@link checkNeighborGraph} asks of a graph. */
export interface GraphDemands {
  /** The least number of neighbours, and what it is for, e.g. 'this perplexity'. */
  readonly needed: number;
  readonly purpose: string;
  /** Rows that the indices may name. */
  readonly nPoints: number;
  /** Whether a row may be its own neighbour: its indices name rows of another matrix. */
  readonly bipartite: boolean;
}

/** Refuses a graph with too few neighbours, or one that names rows or distances that cannot be. */
export function checkNeighborGraph(
  fn: string,
  { indices, distances, nRows, nNeighbors }: NearestNeighbors,
  { needed, purpose, nPoints, bipartite }: GraphDemands,
): void {
  if (nNeighbors < needed)
    throw new ArgumentError(fn, 'data.nNeighbors', `at least ${needed} for ${purpose}`, nNeighbors);
  for (const [name, array] of [
    ['indices', indices],
    ['distances', distances],
  ] as const) {
    if (array.length !== nRows * nNeighbors)
      throw new ArgumentError(
        fn,
        `data.${name}`,
        `of nRows * nNeighbors = ${nRows * nNeighbors} entries`,
        array,
      );
  }
  for (let at = 0; at < indices.length; at++) {
    const row = Math.floor(at / nNeighbors);
    const index = indices[at]!;
    const distance = distances[at]!;
    if (index < 0 || index >= nPoints || (index === row && !bipartite)) {
      const others = bipartite ? `one of the ${nPoints} rows` : `another one of the ${nPoints} rows`;
      throw new DataError(fn, `neighbor ${at % nNeighbors} of row ${row} is row ${index}, not ${others}`, {
        source: 'data',
        row,
      });
    }
    if (!(distance >= 0 && distance < Infinity)) {
      throw new DataError(fn, `neighbor ${at % nNeighbors} of row ${row} has distance ${distance}`, {
        source: 'data',
        row,
      });
    }
  }
}
