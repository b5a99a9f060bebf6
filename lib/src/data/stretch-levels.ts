import { inStretches } from './with-pauses.js';

/**
 * Makes bytes of float levels: those between 0 and 1 times 255, all others from the lowest to the highest. What is not
 * a number becomes 0. O(levels).
 *
 * @returns The bytes, and what became 0 and 255, in words.
 */
export async function stretchLevels(
  levels: Float32Array,
  pause: () => Promise<void>,
): Promise<{ readonly data: Uint8Array; readonly range: string }> {
  let [low, high] = [Infinity, -Infinity];
  await inStretches(levels.length, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const level = levels[i]!;
      if (!Number.isFinite(level)) continue;
      if (level < low) low = level;
      if (level > high) high = level;
    }
  });
  if (low >= 0 && high <= 1) [low, high] = [0, 1];
  const data = new Uint8Array(levels.length);
  const scale = high > low ? 255 / (high - low) : 0;
  await inStretches(levels.length, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const value = Math.floor((levels[i]! - low) * scale + 0.5);
      // Not a number is neither.
      data[i] = value >= 255 ? 255 : value > 0 ? value : 0;
    }
  });
  const range = low <= high ? `${short(low)} .. ${short(high)}` : 'no finite level';
  return { data, range };
}

const short = (level: number): string => String(Number(level.toPrecision(6)));
