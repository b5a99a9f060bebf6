/** One printed line a step, with its seconds; on a terminal the steps in progress show below, with a running clock. */
import process from 'node:process';

/** @param {(line: string) => void} print */
export function createReport(print, stream = process.stderr) {
  const live = stream.isTTY ? new Map() : null;
  const timer = live ? setInterval(draw, 500) : null;
  timer?.unref();

  function wipe() {
    if (live) stream.write('\r\x1b[2K');
  }
  function draw() {
    if (!live || live.size === 0) return;
    const parts = [...live].map(([name, { since, note }]) =>
      `${name} ${note} ${seconds(since)}`.replace(/ +/g, ' '),
    );
    wipe();
    stream.write(`  … ${parts.join(' | ')}`.slice(0, (stream.columns ?? 80) - 1));
  }
  function finish(name, text) {
    live?.delete(name);
    wipe();
    if (text) print(text);
    draw();
  }
  return {
    start(name) {
      const since = performance.now();
      live?.set(name, { since, note: '' });
      draw();
      const line = (mark, text) =>
        `${mark} ${name.padEnd(9)} ${text.padEnd(62)} ${seconds(since).padStart(7)}`;
      return {
        /** What the step is busy with; only shown on a terminal. */
        note: (note) => live?.set(name, { since, note }),
        done: (text) => finish(name, line('✓', text)),
        fail: () => finish(name, line('✗', 'failed')),
        warn: (text) => finish(name, `! ${name.padEnd(9)} ${text}`),
        drop: () => finish(name, ''),
      };
    },
    close() {
      if (timer) clearInterval(timer);
      wipe();
    },
  };
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
