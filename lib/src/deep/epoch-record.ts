/** What an epoch of training came to. */
export interface EpochRecord {
  /** Mean loss of the epoch's batches, while they were learned. */
  readonly loss: number;
  /** How long it took. */
  readonly seconds: number;
}

/** Collects {@link EpochRecord}s: `record` is called when an epoch ends. The clock runs from the start. */
export function createHistory(): {
  readonly history: readonly EpochRecord[];
  readonly record: (loss: number) => void;
} {
  const history: EpochRecord[] = [];
  let start = performance.now();
  return {
    history,
    record(loss) {
      const now = performance.now();
      history.push({ loss, seconds: (now - start) / 1000 });
      start = now;
    },
  };
}
