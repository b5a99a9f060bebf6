import { execute } from './operations.js';
import type { OpAttribute } from './binding.js';
import { native } from './native.js';
import { DType, fromInt32, type Scope, type Tensor } from './tensor.js';

/** Fourier transforms of real matrices, float32 or float64, and the padding they need. */

function typeAttribute(name: string, value: number): OpAttribute {
  return { name, type: native().binding.TF_ATTR_TYPE, value };
}

function transform(name: string): Transform {
  return (scope, x, size) =>
    scope.step((step) => {
      const lengths = fromInt32(step, Int32Array.from(size), [2]);
      const single = x.dtype === DType.float32 || x.dtype === DType.complex64;
      const attributes = [
        typeAttribute('Treal', single ? DType.float32 : DType.float64),
        typeAttribute('Tcomplex', single ? DType.complex64 : DType.complex128),
      ];
      return scope.adopt(execute(step, name, attributes, [x, lengths])[0]!, step);
    });
}

type Transform = (scope: Scope, x: Tensor, size: readonly [number, number]) => Tensor;

/** Of a real matrix of that size: complex, its second axis size[1] / 2 + 1 long, since the rest is conjugate. */
export const rfft2d: Transform = transform('RFFT2D');

/** The inverse of {@link rfft2d}, `size` being that of the real matrix. */
export const irfft2d: Transform = transform('IRFFT2D');

/** Adds zeros: `widths[axis]` before and after. */
export function pad(scope: Scope, x: Tensor, widths: readonly (readonly [number, number])[]): Tensor {
  return scope.step((step) => {
    const amounts = fromInt32(step, Int32Array.from(widths.flat()), [widths.length, 2]);
    const attributes = [typeAttribute('T', x.dtype), typeAttribute('Tpaddings', DType.int32)];
    return scope.adopt(execute(step, 'Pad', attributes, [x, amounts])[0]!, step);
  });
}
