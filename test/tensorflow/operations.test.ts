import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import * as ops from '../../lib/src/tensorflow/operations.js';
import {
  DType,
  fromFloat32,
  fromFloat64,
  fromUint8,
  liveTensors,
  toFloat32,
  toFloat64,
  toInt32,
  withScope,
  type Scope,
  type Tensor,
} from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';

let live = 0;
before(() => {
  live = liveTensors();
});
after(() => assert.equal(liveTensors(), live));

function matrix(scope: Scope, rows: readonly (readonly number[])[]): Tensor {
  return fromFloat64(scope, Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);
}

/** Runs an operation on matrices; its shape and its values. */
function run(
  body: (scope: Scope, ...inputs: Tensor[]) => Tensor,
  ...inputs: readonly (readonly (readonly number[])[])[]
): { readonly shape: readonly number[]; readonly values: number[] } {
  return withScope((scope) => {
    const result = body(scope, ...inputs.map((rows) => matrix(scope, rows)));
    assert.equal(result.dtype, DType.float64);
    return { shape: result.shape, values: [...toFloat64(result)] };
  });
}

const a = [
  [1, 2, 3],
  [4, 5, 6],
];
const b = [
  [7, 8, 9],
  [1, 2, 3],
];

describe('entry by entry', () => {
  const binary: Record<string, [ops.Binary, number[]]> = {
    add: [ops.add, [8, 10, 12, 5, 7, 9]],
    subtract: [ops.subtract, [-6, -6, -6, 3, 3, 3]],
    multiply: [ops.multiply, [7, 16, 27, 4, 10, 18]],
    divide: [ops.divide, [1 / 7, 2 / 8, 3 / 9, 4, 2.5, 2]],
    maximum: [ops.maximum, [7, 8, 9, 4, 5, 6]],
  };
  for (const [name, [op, expected]] of Object.entries(binary)) {
    test(name, () => assert.deepEqual(run(op, a, b), { shape: [2, 3], values: expected }));
  }

  const unary: Record<string, [ops.Unary, (value: number) => number]> = {
    sqrt: [ops.sqrt, Math.sqrt],
    square: [ops.square, (value) => value * value],
  };
  for (const [name, [op, by]] of Object.entries(unary)) {
    test(name, () => assertClose(run(op, a).values, a.flat().map(by), { rtol: 1e-15 }));
  }

  test('a row is added to every row', () => {
    assert.deepEqual(run(ops.add, a, [[10, 20, 30]]).values, [11, 22, 33, 14, 25, 36]);
  });

  test('scale keeps the type of what it scales', () => {
    assert.deepEqual(
      run((scope, x) => ops.scale(scope, x, 0.1), a).values,
      a.flat().map((value) => value * 0.1),
    );
    withScope((scope) => {
      const scaled = ops.scale(scope, fromFloat32(scope, Float32Array.of(1, 3), [2]), 0.5);
      assert.equal(scaled.dtype, DType.float32);
      assert.deepEqual(toFloat32(scaled), Float32Array.of(0.5, 1.5));
    });
  });

  test('cast takes bytes to doubles', () => {
    withScope((scope) => {
      const doubles = ops.cast(scope, fromUint8(scope, Uint8Array.of(0, 7, 255), [3]), DType.float64);
      assert.deepEqual(toFloat64(doubles), Float64Array.of(0, 7, 255));
    });
  });
});

describe('products', () => {
  test('matMul, either side transposed', () => {
    const expected = { shape: [2, 2], values: [50, 14, 122, 32] };
    const bT = [
      [7, 1],
      [8, 2],
      [9, 3],
    ];
    const aT = [
      [1, 4],
      [2, 5],
      [3, 6],
    ];
    assert.deepEqual(
      run((scope, x, y) => ops.matMul(scope, x!, y!), a, bT),
      expected,
    );
    assert.deepEqual(
      run((scope, x, y) => ops.matMul(scope, x!, y!, { transposeB: true }), a, b),
      expected,
    );
    assert.deepEqual(
      run((scope, x, y) => ops.matMul(scope, x!, y!, { transposeA: true }), aT, bT),
      expected,
    );
  });

  test('sums along an axis, with and without that axis', () => {
    assert.deepEqual(
      run((s, x) => ops.reduceSum(s, x!, 0), a),
      { shape: [3], values: [5, 7, 9] },
    );
    assert.deepEqual(
      run((s, x) => ops.reduceSum(s, x!, 1, true), a),
      { shape: [2, 1], values: [6, 15] },
    );
  });

  test('segmentSums adds the rows of each segment', () => {
    const sums = run((s, x) => ops.segmentSums(s, x!, Int32Array.of(1, 0, 1), Int32Array.of(0, 1, 1)), a);
    assert.deepEqual(sums, { shape: [2, 3], values: [4, 5, 6, 5, 7, 9] });
  });
});

describe('places', () => {
  test('topK: largest first, the lower index first on ties', () => {
    withScope((scope) => {
      const { values, indices } = ops.topK(
        scope,
        matrix(scope, [
          [1, 5, 5, 2],
          [0, 0, -1, 0],
        ]),
        3,
      );
      assert.deepEqual([...toFloat64(values)], [5, 5, 2, 0, 0, 0]);
      assert.deepEqual([...toInt32(indices)], [1, 2, 3, 0, 1, 3]);
    });
  });

  test('slice, gatherRows, concat, reverseColumns, transpose, reshape', () => {
    assert.deepEqual(
      run((s, x) => ops.slice(s, x!, [0, 1], [2, 2]), a),
      { shape: [2, 2], values: [2, 3, 5, 6] },
    );
    assert.deepEqual(
      run((s, x) => ops.gatherRows(s, x!, Int32Array.of(1, 1, 0)), a),
      {
        shape: [3, 3],
        values: [4, 5, 6, 4, 5, 6, 1, 2, 3],
      },
    );
    assert.deepEqual(
      run((s, x, y) => ops.concat(s, [x!, y!], 1), a, b),
      {
        shape: [2, 6],
        values: [1, 2, 3, 7, 8, 9, 4, 5, 6, 1, 2, 3],
      },
    );
    assert.deepEqual(run((s, x) => ops.concat(s, [x!], 0), a).values, a.flat());
    assert.deepEqual(run((s, x) => ops.reverseColumns(s, x!), a).values, [3, 2, 1, 6, 5, 4]);
    assert.deepEqual(
      run((s, x) => ops.transpose(s, x!), a),
      { shape: [3, 2], values: [1, 4, 2, 5, 3, 6] },
    );
    assert.deepEqual(
      run((s, x) => ops.reshape(s, x!, [3, 2]), a),
      { shape: [3, 2], values: a.flat() },
    );
  });

  test('diagonals: taken, replaced, made', () => {
    const square = [
      [1, 2],
      [3, 4],
    ];
    assert.deepEqual(
      run((s, x) => ops.diagonalPart(s, x!), square),
      { shape: [2], values: [1, 4] },
    );
    withScope((scope) => {
      const diagonal = fromFloat64(scope, Float64Array.of(8, 9), [2]);
      assert.deepEqual([...toFloat64(ops.setDiagonal(scope, matrix(scope, square), diagonal))], [8, 2, 3, 9]);
      assert.deepEqual([...toFloat64(ops.diagonalMatrix(scope, diagonal))], [8, 0, 0, 9]);
    });
  });
});

describe('decompositions', () => {
  /** Symmetric, with eigenvalues 1 and 3. */
  const symmetric = [
    [2, 1],
    [1, 2],
  ];

  test('qr: orthonormal columns times a triangle', () => {
    withScope((scope) => {
      const x = matrix(scope, [
        [3, 1],
        [4, 2],
        [0, 5],
      ]);
      const { q, r } = ops.qr(scope, x);
      assert.deepEqual(
        [q.shape, r.shape],
        [
          [3, 2],
          [2, 2],
        ],
      );
      assertClose(toFloat64(ops.matMul(scope, q, r)), toFloat64(x), { atol: 1e-14 });
      assertClose(toFloat64(ops.matMul(scope, q, q, { transposeA: true })), [1, 0, 0, 1], { atol: 1e-14 });
      assertClose(toFloat64(r)[2]!, 0, { atol: 1e-14 });
      assertClose(Math.abs(toFloat64(r)[0]!), 5);
    });
  });

  test('cholesky, and solving with the triangle', () => {
    assertClose(
      run(
        (s, x) => ops.cholesky(s, x!),
        [
          [4, 2],
          [2, 10],
        ],
      ).values,
      [2, 0, 1, 3],
    );
    const lower = [
      [2, 0],
      [1, 3],
    ];
    assertClose(run((s, x, y) => ops.triangularSolve(s, x!, y!), lower, [[4], [11]]).values, [2, 3]);
    const adjoint = run((s, x, y) => ops.triangularSolve(s, x!, y!, { adjoint: true }), lower, [[7], [9]]);
    assertClose(adjoint.values, [2, 3]);
    const upper = run(
      (s, x, y) => ops.triangularSolve(s, x!, y!, { lower: false }),
      [
        [2, 1],
        [0, 3],
      ],
      [[7], [9]],
    );
    assertClose(upper.values, [2, 3]);
  });

  test('eigenvalues ascend, eigenvectors are columns', () => {
    withScope((scope) => {
      const x = matrix(scope, symmetric);
      const { values, vectors } = ops.selfAdjointEig(scope, x);
      assertClose(toFloat64(values), [1, 3]);
      assertClose(toFloat64(ops.selfAdjointEigenvalues(scope, x)), [1, 3]);
      const scaled = ops.multiply(scope, vectors, values);
      assertClose(toFloat64(ops.matMul(scope, x, vectors)), toFloat64(scaled), { atol: 1e-14 });
    });
  });
});

test('an operation that cannot be done says why', () => {
  withScope((scope) => {
    assert.throws(
      () => ops.matMul(scope, matrix(scope, a), matrix(scope, b)),
      /Matrix size-incompatible: In\[0\]: \[2,3\]/,
    );
    assert.throws(() => ops.execute(scope, 'NoSuchOp', [], []), /NoSuchOp/);
  });
});
