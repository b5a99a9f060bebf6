/**
 * Measures libtensorflow through the compiled library and prints the result as JSON. A process of its own: where the
 * library does not suit the processor, loading it ends the process.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { native } = require('../dist/tensorflow/native.js');
const { DType, fromFloat64, withScope } = require('../dist/tensorflow/tensor.js');
const { cast, matMul } = require('../dist/tensorflow/operations.js');

/** Rows and columns of the matrices that are multiplied. */
const SIZE = 1536;
const REPEATS = 6;

/** Billions of floating-point operations a second, and the processors that were busy meanwhile; the best of some runs. */
function measure(dtype) {
  return withScope((scope) => {
    const values = Float64Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i));
    const x = cast(scope, fromFloat64(scope, values, [SIZE, SIZE]), dtype);
    let best = { gigaflops: 0, busy: 0 };
    for (let i = 0; i < REPEATS; i++) {
      const cpu = process.cpuUsage();
      const since = performance.now();
      scope.step((step) => matMul(step, x, x));
      const ms = performance.now() - since;
      const { user, system } = process.cpuUsage(cpu);
      const gigaflops = (2 * SIZE ** 3) / ms / 1e6;
      if (gigaflops > best.gigaflops) best = { gigaflops, busy: (user + system) / 1000 / ms };
    }
    return best;
  });
}

const version = native().binding.TF_Version;
console.log(
  JSON.stringify({ version, size: SIZE, float32: measure(DType.float32), float64: measure(DType.float64) }),
);
