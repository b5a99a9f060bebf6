/** A whole set-up, of a checkout or of a consumer's project: fast look, lock, steps, and the error page. */
import path from 'node:path';
import process from 'node:process';
import { causeOf, errorPage, SetupError } from './errors.mjs';
import { pendingSteps, runSteps } from './graph.mjs';
import { acquireLock } from './lock.mjs';
import { createReport } from './report.mjs';
import { createRunner } from './run.mjs';
import { stopOnSignals } from './signals.mjs';

/**
 * @param {object} options
 * @param {import('./graph.mjs').Step[]} options.steps
 * @param {string[]} options.redo - names of steps to do again
 * @param {string} options.folder - for the lock and the logs
 * @param {NodeJS.ProcessEnv} options.env
 * @param {(line: string) => void} options.print
 * @returns {Promise<number>} the exit code
 */
export async function runSetup({ steps, redo, folder, env, print }) {
  // Looking is safe without the lock: a step counts as done only by a stamp that is written last.
  if (redo.length === 0 && pendingSteps(steps).length === 0) return 0;

  const logDir = path.join(folder, 'logs');
  let lock;
  try {
    lock = await acquireLock(path.join(folder, 'lock'), {
      onWait: ({ pid }) => print(`set-up: waiting for the set-up that process ${pid} is running`),
    });
  } catch (error) {
    print(errorPage([new SetupError('The set-up could not begin.', [causeOf(error)])], logDir));
    return 1;
  }
  const runner = createRunner({ env, logDir, onSpawn: lock.addChild, onExit: lock.removeChild });
  const stop = stopOnSignals(runner, lock);
  const report = createReport(print);
  try {
    const failures = await runSteps(steps, { run: runner.run, report }, redo);
    if (failures.length === 0) return 0;
    print(errorPage(failures, path.relative(process.cwd(), logDir) || '.'));
    return 1;
  } finally {
    report.close();
    stop();
    lock.release();
  }
}
