import { DataError } from '../errors.js';

/** Squares of smaller values can be added up without overflow. */
export const LARGEST_VALUE = 1e140;

/** Refuses values whose squared distances may overflow: an infinite distance has no nearest neighbour. */
export function checkMagnitude(values: Float64Array, fn: string, argument: string = 'data'): void {
  for (let at = 0; at < values.length; at++)
    if (Math.abs(values[at]!) > LARGEST_VALUE) throw tooLarge(values[at]!, fn, argument);
}

export function tooLarge(value: number, fn: string, argument: string): DataError {
  return new DataError(
    fn,
    `${argument} holds ${value}; values beyond ${LARGEST_VALUE} overflow when squared, scale the data`,
    { source: argument },
  );
}
