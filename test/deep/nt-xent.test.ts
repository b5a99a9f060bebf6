import { describe, test } from 'node:test';
import { ntXent } from '../../lib/src/deep/nt-xent.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { fromFloat32, toFloat32, withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';

function run(rows: Float64Array, n: number, temperature: number): { loss: number; gradient: Float64Array } {
  return withScope((scope) => {
    const projections = fromFloat32(scope, Float32Array.from(rows), [n, rows.length / n]);
    const { loss, gradient } = ntXent(scope, projections, temperature);
    return { loss: toFloat32(loss)[0]!, gradient: Float64Array.from(toFloat32(gradient)) };
  });
}

/** The same by its definition, in doubles and plain loops. */
function byDefinition(rows: Float64Array, n: number, temperature: number): number {
  const d = rows.length / n;
  const row = (i: number): Float64Array => rows.subarray(i * d, (i + 1) * d);
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, t) => sum + value * b[t]!, 0);
  const similarity = (i: number, j: number): number =>
    dot(row(i), row(j)) / Math.sqrt(dot(row(i), row(i)) * dot(row(j), row(j))) / temperature;
  let loss = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) if (j !== i) sum += Math.exp(similarity(i, j));
    loss += (Math.log(sum) - similarity(i, (i + n / 2) % n)) / n;
  }
  return loss;
}

describe('NT-Xent', () => {
  test('by hand: partners agree, the two others are at right angles; lengths do not count', () => {
    // Each row: -log( e^2 / (e^2 + 1 + 1) ) at temperature 1/2.
    const { loss, gradient } = run(Float64Array.of(1, 0, 0, 2, 5, 0, 0, 1), 4, 0.5);
    assertClose(loss, Math.log(1 + 2 * Math.exp(-2)), { rtol: 1e-6 });
    // Row 0 is drawn to the others' directions: 2 / (t n) * 1 / (e^2 + 2) for each of the two rows along the other axis.
    assertClose(gradient.slice(0, 2), [0, (2 * 2) / (0.5 * 4) / (Math.exp(2) + 2)], {
      rtol: 1e-5,
      atol: 1e-8,
    });
  });

  test('by hand: four equal rows cannot be told apart', () => {
    const { loss, gradient } = run(new Float64Array(8).fill(3), 4, 0.1);
    assertClose(loss, Math.log(3), { rtol: 1e-6 });
    assertClose(gradient, new Float64Array(8), { atol: 1e-6 });
  });

  test('value and gradient equal the definition and its central differences', () => {
    const [n, d, temperature] = [6, 5, 0.3];
    const rows = Float64Array.from(Float32Array.from(randomState(4).standardNormalArray(n * d)));
    const { loss, gradient } = run(rows, n, temperature);
    assertClose(loss, byDefinition(rows, n, temperature), { rtol: 1e-6 });
    const step = 1e-5;
    const slopes = rows.map((_, at) => {
      const moved = (by: number): Float64Array => rows.map((value, i) => (i === at ? value + by : value));
      return (
        (byDefinition(moved(step), n, temperature) - byDefinition(moved(-step), n, temperature)) / (2 * step)
      );
    });
    assertClose(gradient, slopes, { rtol: 1e-4, atol: 1e-6 });
  });

  test('rows of zeros have no direction and no NaN', () => {
    const { loss, gradient } = run(new Float64Array(8), 4, 0.2);
    assertClose(loss, Math.log(3), { rtol: 1e-6 });
    assertClose(gradient, new Float64Array(8));
  });
});
