import { checkNumber, checkOptions, withoutUndefined } from '../options.js';

/** How far augmentation may change a picture; 0 switches a change off. Each is drawn anew for each picture. */
export interface Augmentation {
  /** Largest turn to either side, in degrees. @defaultValue 12 */
  readonly rotation?: number;
  /** Largest logarithm of the factor of each axis: 0.18 is 0.84 to 1.20. @defaultValue 0.18 */
  readonly logScale?: number;
  /** Largest slant: x moves by this times y. @defaultValue 0.25 */
  readonly shear?: number;
  /** Largest shift along each axis, in half widths of the picture. @defaultValue 0.08 */
  readonly shift?: number;
  /** Standard deviation of the shifts at 4 x 4 points, in half widths; bicubic in between. @defaultValue 0.06 */
  readonly elastic?: number;
  /** Largest share of the 3 x 3 mean that is mixed in, at most 1. @defaultValue 0.8 */
  readonly blur?: number;
  /** Largest logarithm of the factor of the brightness. @defaultValue 0.3 */
  readonly gain?: number;
}

const defaults: Required<Augmentation> = {
  rotation: 12,
  logScale: 0.18,
  shear: 0.25,
  shift: 0.08,
  elastic: 0.06,
  blur: 0.8,
  gain: 0.3,
};

/** Fills in the defaults and refuses what cannot be. */
export function checkAugmentation(fn: string, given: Augmentation = {}): Required<Augmentation> {
  checkOptions(fn, given, Object.keys(defaults), 'options.augmentation');
  const { rotation, logScale, shear, shift, elastic, blur, gain } = {
    ...defaults,
    ...withoutUndefined(given),
  };
  return {
    rotation: checkNumber(fn, 'augmentation.rotation', rotation, 0, 180),
    logScale: checkNumber(fn, 'augmentation.logScale', logScale, 0, 2),
    shear: checkNumber(fn, 'augmentation.shear', shear, 0, 2),
    shift: checkNumber(fn, 'augmentation.shift', shift, 0, 2),
    elastic: checkNumber(fn, 'augmentation.elastic', elastic, 0, 1),
    blur: checkNumber(fn, 'augmentation.blur', blur, 0, 1),
    gain: checkNumber(fn, 'augmentation.gain', gain, 0, 5),
  };
}
