/** The smallest of some numbers, however many they are; of none Infinity. */
export function lowest(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) if (value < least) least = value;
  return least;
}

/** The largest of some numbers, however many they are; of none -Infinity. */
export function highest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  return most;
}
