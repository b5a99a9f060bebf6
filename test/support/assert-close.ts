import assert from 'node:assert/strict';

type Numbers = number | ArrayLike<number>;

/**
 * Fails unless shapes are equal and |actual - expected| <= atol + rtol * |expected| everywhere. NaN equals only NaN,
 * an infinity only itself. The first place that differs is in the message.
 */
export function assertClose(
  actual: Numbers,
  expected: Numbers,
  { rtol = 1e-12, atol = 0, message = '' }: { rtol?: number; atol?: number; message?: string } = {},
): void {
  const a = typeof actual === 'number' ? [actual] : actual;
  const e = typeof expected === 'number' ? [expected] : expected;
  assert.equal(typeof actual, typeof expected, `${message} compares a number with an array`);
  assert.equal(a.length, e.length, `${message} lengths differ`);
  for (let i = 0; i < e.length; i++) {
    if (Object.is(a[i], e[i]) || a[i] === e[i]) continue;
    const difference = Math.abs(a[i]! - e[i]!);
    if (difference <= atol + rtol * Math.abs(e[i]!) && Number.isFinite(e[i]!)) continue;
    assert.fail(`${message} at ${i} of ${e.length}: ${a[i]}, expected ${e[i]} (rtol ${rtol}, atol ${atol})`);
  }
}
