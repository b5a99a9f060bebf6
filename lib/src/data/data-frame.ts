/** A cell of a table. */
export type Cell = number | string | boolean;

/** A column of a {@link DataFrame}: danfojs's Series, as far as it is typed here. */
export interface Series {
  /** The cells, one a row. */
  readonly values: readonly Cell[];
  /** Labels of the rows, one a row. */
  readonly index: readonly (number | string)[];
  /** `'int32'`, `'float32'`, `'string'` or `'boolean'`. */
  readonly dtype: string;
  /** The different cells, in the order in which they first come. */
  unique(): Series;
  /** How often each different cell comes: the counts are the values, the cells the index. */
  valueCounts(): Series;
  /** The smallest number. */
  min(): number;
  /** The largest number. */
  max(): number;
  /** The mean of the numbers. */
  mean(): number;
  /** The standard deviation of the numbers, from the sum of squares over n - 1. */
  std(): number;
}

/**
 * A table with named columns: danfojs's DataFrame, as far as it is typed here.
 *
 * The object is danfojs's own and has all of its methods. Its declarations are not asked for, because they do not pass a
 * strict check; whoever has danfojs-node as a dependency writes `table as danfojs.DataFrame`. No method changes the table.
 */
export interface DataFrame {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** [nRows, nColumns]. */
  readonly shape: readonly number[];
  /** Labels of the rows, one a row. */
  readonly index: readonly (number | string)[];
  /** `'int32'`, `'float32'`, `'string'` or `'boolean'`, one a column. */
  readonly dtypes: readonly string[];
  /** The cells, an array for each row. */
  readonly values: readonly (readonly Cell[])[];
  /** One column by its name. */
  column(name: string): Series;
  /** The first rows, 5 unless told otherwise. */
  head(nRows?: number): DataFrame;
  /** The last rows, 5 unless told otherwise. */
  tail(nRows?: number): DataFrame;
  /** Rows by their labels, columns by their names; all, where nothing is said. */
  loc(picked: { rows?: readonly (number | string | boolean)[]; columns?: readonly string[] }): DataFrame;
  /** Rows and columns by their numbers, or by slices such as `'0:10'`; all, where nothing is said. */
  iloc(picked: {
    rows?: readonly (number | string | boolean)[];
    columns?: readonly (number | string)[];
  }): DataFrame;
  /** The rows for which the mask is true; it has an entry for each row. */
  query(mask: readonly boolean[]): DataFrame;
  /** The rows in the order of a column. */
  sortValues(column: string, options?: { ascending?: boolean }): DataFrame;
  /** Count, mean, standard deviation, extremes, median and variance of each numeric column. */
  describe(): DataFrame;
  /** Writes the table to the console. */
  print(): void;
}
