import { DataError } from '../errors.js';

/** A table as text: the names of its columns and its cells, row by row. */
export interface CsvText {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Splits comma-separated text into cells by RFC 4180: quoted cells may hold commas, line ends and doubled quotes;
 * lines end in LF or CRLF; a byte order mark and blank lines are skipped. Nothing is trimmed or converted.
 *
 * Written here because danfojs's reader fetches URLs, prints, renames double columns and names no row in its errors.
 *
 * @param source - What the text is called in messages, usually a path.
 * @throws {@link DataError} if the text is empty, a column has no name or another column's, a row is shorter or longer
 * than the header (rows count from 0 below it), a quote is not closed, or a line ends in CR alone.
 */
export function parseCsv(text: string, source: string, fn: string = 'parseCsv'): CsvText {
  const lines = splitCells(text.startsWith('\ufeff') ? text.slice(1) : text, source, fn);
  const [columns, ...rows] = lines;
  if (columns === undefined)
    throw new DataError(fn, `${source} is empty: expected a line of column names`, { source });
  columns.forEach((name, j) => {
    if (name === '') throw new DataError(fn, `column ${j} of ${source} has no name`, { source, column: j });
    if (columns.indexOf(name) < j)
      throw new DataError(fn, `${source} has two columns named ${name}`, { source, column: name });
  });
  rows.forEach((row, i) => {
    if (row.length !== columns.length) {
      const problem = `row ${i} of ${source} has ${row.length} cells, the header has ${columns.length}`;
      throw new DataError(fn, problem, { source, row: i });
    }
  });
  return { columns, rows };
}

/** One match is one cell: quoted or plain, with what ends it. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function splitCells(text: string, source: string, fn: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length || line.length > 0) {
    const match = CELL.exec(text);
    if (match === null) {
      const row = lines.length - 1;
      const where = row < 0 ? 'the header' : `row ${row}`;
      const problem = `${where} of ${source} has a stray or unclosed quote, or a line end of CR alone`;
      throw new DataError(fn, problem, row < 0 ? { source } : { source, row });
    }
    const [, quoted, plain, end] = match;
    line.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    const blank = line.length === 1 && line[0] === '' && quoted === undefined;
    if (!blank) lines.push(line);
    line = [];
  }
  return lines;
}
