import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { add, cast, reduceSum } from '../../lib/src/tensorflow/operations.js';
import {
  DType,
  fromFloat32,
  fromFloat64,
  fromInt32,
  fromUint8,
  liveTensors,
  sharableFloat64,
  toFloat32,
  toFloat64,
  toInt32,
  withScope,
  type Tensor,
} from '../../lib/src/tensorflow/tensor.js';

/** Doubles that a detour over another type would change. */
const awkward = new BigUint64Array([
  0x0000000000000000n, // 0
  0x8000000000000000n, // -0
  0x0000000000000001n, // the smallest denormal
  0x800fffffffffffffn, // the largest negative denormal
  0x7fefffffffffffffn, // the largest double
  0x3ff0000000000001n, // 1 and a last bit, lost in float32
  0x7ff0000000000000n, // Infinity
  0xfff0000000000000n, // -Infinity
  0x7ff8000000000000n, // NaN
  0xfff8000000000123n, // NaN with a sign and a payload
]);

const bits = (values: Float64Array): bigint[] => [
  ...new BigUint64Array(values.buffer, values.byteOffset, values.length),
];

/** Added up by TensorFlow: what it takes the values for. */
function sumOf(tensor: Tensor): number {
  return withScope((scope) => toFloat64(reduceSum(scope, tensor, 0))[0]!);
}

describe('doubles', () => {
  test('come back bit for bit: denormals, both zeros, infinities, every NaN', () => {
    const values = new Float64Array(awkward.buffer);
    const back = withScope((scope) => toFloat64(fromFloat64(scope, values, [2, 5])));
    assert.deepEqual(bits(back), [...awkward]);
  });

  test('are doubles inside: 1 + 2^-40 is not 1', () => {
    withScope((scope) => {
      const tensor = fromFloat64(scope, Float64Array.of(1, 2 ** -40), [2]);
      assert.equal(tensor.dtype, DType.float64);
      assert.deepEqual(tensor.shape, [2]);
      assert.equal(sumOf(tensor), 1 + 2 ** -40);
    });
  });

  test('a view into a longer buffer sends only its own part', () => {
    const view = Float64Array.of(1, 2, 3, 4, 5).subarray(1, 4);
    assert.deepEqual(
      withScope((scope) => toFloat64(fromFloat64(scope, view, [3]))),
      Float64Array.of(2, 3, 4),
    );
  });

  test('scalars and empty matrices have shapes too', () => {
    withScope((scope) => {
      assert.deepEqual(toFloat64(fromFloat64(scope, Float64Array.of(7), [])), Float64Array.of(7));
      assert.equal(toFloat64(fromFloat64(scope, new Float64Array(0), [0, 3])).length, 0);
    });
  });

  test('what comes back is our own memory: it outlives the tensor and can be changed', () => {
    const values = Float64Array.of(1, 2);
    const back = withScope((scope) => {
      const tensor = fromFloat64(scope, values, [2]);
      const first = toFloat64(tensor);
      first[0] = 99;
      assert.deepEqual(toFloat64(tensor), values);
      return first;
    });
    assert.deepEqual(back, Float64Array.of(99, 2));
    assert.deepEqual(values, Float64Array.of(1, 2));
  });

  test('a sharable array is zeros, at an offset that the allocator aligns to 64 bytes', () => {
    const values = sharableFloat64(1000);
    assert.deepEqual(values, new Float64Array(1000));
    assert.equal((values.byteOffset + 16) % 64, 0);
    values[999] = 5;
    assert.equal(
      withScope((scope) => sumOf(fromFloat64(scope, values, [1000]))),
      5,
    );
  });
});

test('float32, int32 and bytes come back as they went', () => {
  withScope((scope) => {
    const floats = Float32Array.of(1.5, -0, NaN, 1e-45);
    assert.deepEqual(toFloat32(fromFloat32(scope, floats, [4])), floats);
    const integers = Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1);
    assert.deepEqual(toInt32(fromInt32(scope, integers, [3])), integers);
    const bytes = fromUint8(scope, Uint8Array.of(0, 255), [2]);
    assert.equal(bytes.dtype, DType.uint8);
    assert.deepEqual(toFloat64(cast(scope, bytes, DType.float64)), Float64Array.of(0, 255));
  });
});

describe('scopes', () => {
  const one = Float64Array.of(1);

  test('free everything at their end, and not before', () => {
    const before = liveTensors();
    withScope((scope) => {
      const a = fromFloat64(scope, one, [1]);
      add(scope, a, a);
      assert.equal(liveTensors(), before + 2);
    });
    assert.equal(liveTensors(), before);
  });

  test('a freed tensor is gone for libtensorflow too', () => {
    const tensor = withScope((scope) => fromFloat64(scope, one, [1]));
    assert.throws(() => toFloat64(tensor));
  });

  test('free when the body throws, also inside a step', () => {
    const before = liveTensors();
    assert.throws(
      () =>
        withScope((scope) => {
          fromFloat64(scope, one, [1]);
          scope.step((step) => {
            fromFloat64(step, one, [1]);
            throw new Error('in the middle');
          });
        }),
      /in the middle/,
    );
    assert.equal(liveTensors(), before);
  });

  test('free when the promise rejects, and keep everything while it is pending', async () => {
    const before = liveTensors();
    const work = withScope(async (scope) => {
      const a = fromFloat64(scope, one, [1]);
      await new Promise((resolve) => void setImmediate(resolve));
      assert.equal(liveTensors(), before + 1);
      assert.deepEqual(toFloat64(a), one);
      throw new Error('later');
    });
    assert.equal(liveTensors(), before + 1);
    await assert.rejects(work, /later/);
    assert.equal(liveTensors(), before);
  });

  test('two at a time do not disturb each other', async () => {
    const before = liveTensors();
    const work = (value: number, turns: number): Promise<number> =>
      withScope(async (scope) => {
        const tensor = fromFloat64(scope, Float64Array.of(value), [1]);
        for (let i = 0; i < turns; i++) await new Promise((resolve) => void setImmediate(resolve));
        return toFloat64(tensor)[0]!;
      });
    assert.deepEqual(await Promise.all([work(1, 5), work(2, 1), work(3, 3)]), [1, 2, 3]);
    assert.equal(liveTensors(), before);
  });

  test('an op that libtensorflow refuses leaves nothing behind', () => {
    const before = liveTensors();
    assert.throws(() =>
      withScope((scope) => {
        const a = fromFloat64(scope, Float64Array.of(1, 2, 3), [3]);
        return add(scope, a, fromFloat64(scope, Float64Array.of(1, 2), [2]));
      }),
    );
    assert.equal(liveTensors(), before);
  });

  test('free by hand counts once, however often it is asked', () => {
    const before = liveTensors();
    withScope((scope) => {
      const a = fromFloat64(scope, one, [1]);
      scope.free(a);
      assert.equal(liveTensors(), before);
      scope.free(a, a);
      assert.equal(liveTensors(), before);
    });
    assert.equal(liveTensors(), before);
  });

  test('an adopted tensor outlives its step and ends with the adopter; the rest of the step is freed', () => {
    const before = liveTensors();
    withScope((scope) => {
      const kept = scope.step((step) => {
        const temporary = fromFloat64(step, one, [1]);
        return scope.adopt(add(step, temporary, temporary), step);
      });
      assert.equal(liveTensors(), before + 1);
      assert.deepEqual(toFloat64(kept), Float64Array.of(2));
    });
    assert.equal(liveTensors(), before);
  });

  test('a released tensor is nobody’s until it is adopted', () => {
    const before = liveTensors();
    withScope((scope) => {
      const tensor = withScope((inner) => {
        const made = fromFloat64(inner, one, [1]);
        inner.release(made);
        inner.release(made);
        return made;
      });
      assert.equal(liveTensors(), before);
      assert.deepEqual(toFloat64(scope.own(tensor)), one);
    });
    assert.equal(liveTensors(), before);
  });
});
