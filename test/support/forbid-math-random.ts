import { after } from 'node:test';
import { native } from '../../lib/src/tensorflow/native.js';

/** Makes `Math.random` throw until the tests of the file have ended: every random choice must come from a seed. */
export function forbidMathRandom(): void {
  // Packages below tfjs draw random numbers of their own when they are loaded; that is not our business.
  native();
  const original = Math.random;
  Math.random = () => {
    throw new Error('Math.random was called');
  };
  after(() => {
    Math.random = original;
  });
}
