import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinctRows, toEveryRow } from '../../lib/src/matrix/distinct-rows.js';
import type { NumericMatrix } from '../../lib/src/matrix/matrix.js';
import { randomState } from '../../lib/src/random/random-state.js';

const matrix = (data: NumericMatrix['data'], nColumns: number): NumericMatrix => ({
  data,
  nRows: data.length / nColumns,
  nColumns,
});

test('a toy: kinds in the order of their first rows, both zeros equal, the last digit counts', () => {
  const x = matrix(Float64Array.of(0, 1, 2, 2, -0, 1, 2, 2 + 2 ** -51, 0, 1), 2);
  const { rows, kinds, find } = distinctRows(x);
  assert.deepEqual(rows, Int32Array.of(0, 1, 3));
  assert.deepEqual(kinds, Int32Array.of(0, 1, 0, 2, 0));
  assert.equal(find(Float32Array.of(9, 2, 2), 1), 1);
  assert.equal(find(Uint8Array.of(0, 1), 0), 0);
  assert.equal(find(Uint8Array.of(1, 0), 0), -1);
  const places = { data: Float64Array.of(5, 6, 7), nRows: 3, nColumns: 1 };
  assert.deepEqual(toEveryRow(places, kinds).data, Float64Array.of(5, 6, 5, 7, 5));
  assert.equal(toEveryRow(places, Int32Array.of(0, 1, 2)), places);
});

test('bytes, small integers, tiny and huge numbers: as comparing texts finds them', () => {
  const rs = randomState(0);
  for (const scale of [1, 1e-160, 1e200, 1 / 3]) {
    const values = Float64Array.from({ length: 4000 * 3 }, () => scale * rs.randint(0, 12));
    const bytes = Uint8Array.from(values, (value) => value);
    for (const data of scale === 1 ? [values, bytes] : [values]) {
      const { rows, kinds, find } = distinctRows(matrix(data, 3));
      const first = new Map<string, number>();
      for (let row = 0; row < 4000; row++) {
        const text = data.slice(3 * row, 3 * row + 3).join();
        if (!first.has(text)) first.set(text, row);
        assert.equal(rows[kinds[row]!], first.get(text));
        assert.equal(find(data, 3 * row), kinds[row]);
      }
      assert.deepEqual([...rows], [...first.values()]);
    }
  }
});
