import { ArgumentError } from '../errors.js';
import type { Progress } from '../progress.js';
import { escapeHtml } from './html.js';
import { openKernelOutput } from './kernel-display.js';

/** Milliseconds between two drawings: ten a second look smooth and cost nothing. */
const REDRAW_MS = 100;

/**
 * A progress bar in the output of the running cell, for the `onProgress` option of every long call.
 *
 * One bar is updated in place, with rate and time left. When a stage is complete it says only how much was done, so
 * that a notebook that is run again has the same output. Outside a notebook the bar is one line on the terminal, and
 * nothing at all where the standard error output is no terminal. A call is O(1).
 *
 * @param label - What is being done, in a few words.
 * @returns A function for the option `onProgress`.
 * @throws {@link ArgumentError} if `label` is not a text.
 * @example
 * // At the end the bar says "k-means sweep: silhouettes 3/3".
 * await kMeansSweep(data, { nClusters: [9, 10, 11], onProgress: progress('k-means sweep') });
 */
export function progress(label: string): (progress: Progress) => void {
  if (typeof label !== 'string') throw new ArgumentError('progress', 'label', 'a text', label);
  const draw = openBar();
  const speed = createSpeedometer();
  let drawnAt = -Infinity;
  let last: NodeJS.Timeout | undefined;
  return (state) => {
    clearTimeout(last);
    const now = performance.now();
    const rate = speed(state, now);
    const drawNow = (): void => {
      drawnAt = performance.now();
      draw(state, `${label}: ${describeState(state, rate)}`);
    };
    const early = drawnAt + REDRAW_MS - now;
    if (early <= 0) drawNow();
    // Short stages end many times a second; one that nothing follows must still be seen.
    else if (state.done >= state.total) last = setTimeout(drawNow, early);
  };
}

function describeState({ stage, done, total, note }: Progress, rate: number | undefined): string {
  const count = `${stage} ${done}/${total}`;
  // No time and no note at the end: they would differ from run to run.
  if (done >= total) return count;
  const speed =
    rate === undefined
      ? []
      : [`${rate.toPrecision(2)} a second`, `${formatSeconds((total - done) / rate)} left`];
  return [count, ...(note === undefined ? [] : [note]), ...speed].join(', ');
}

/** Steps a second since the count last started anew; undefined until it can be told. */
function createSpeedometer(): (state: Progress, now: number) => number | undefined {
  let first: { readonly done: number; readonly at: number } | undefined;
  let last = { done: Infinity, total: 0 };
  return ({ done, total }, now) => {
    if (first === undefined || done < last.done || total !== last.total) first = { done, at: now };
    last = { done, total };
    return done > first.done && now > first.at ? (1000 * (done - first.done)) / (now - first.at) : undefined;
  };
}

function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** Where the bar goes: into the notebook, onto the terminal, or nowhere. */
function openBar(): (state: Progress, text: string) => void {
  const output = openKernelOutput();
  if (output !== undefined) {
    return ({ done, total }, text) => {
      const caption = escapeHtml(text);
      const bar = `<progress value="${done}" max="${total}" style="width: 240px" aria-label="${caption}"></progress>`;
      output.draw({ 'text/html': `<div>${bar} ${caption}</div>`, 'text/plain': text });
    };
  }
  const terminal = process.stderr;
  if (!terminal.isTTY) return () => undefined;
  return ({ done, total }, text) => void terminal.write(`\r\x1b[K${text}${done >= total ? '\n' : ''}`);
}
