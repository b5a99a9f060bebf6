/** The command line of the set-up: fast look, lock, steps, and the error page when something cannot be done. */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { acquireLock } from './lock.mjs';
import { defaultCacheDir } from './cache.mjs';
import { causeOf, errorPage, SetupError } from './errors.mjs';
import { createReport } from './report.mjs';
import { createRunner } from './run.mjs';
import { pendingSteps, runSteps } from './graph.mjs';
import { setupSteps } from './steps.mjs';

const usage = `usage: node tools/setup/setup.mjs [--redo STEP]...

Sets up what is missing: packages, native, python, library, sample. --redo does one of them again.`;

/**
 * Runs the set-up of one checkout.
 *
 * @param {string[]} args - command-line arguments
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, release?: object, print?: (line: string) => void }} [overrides] -
 *   tests point it at a project and a library release of their own
 * @returns {Promise<number>} the exit code
 */
export async function main(args, overrides = {}) {
  const root = overrides.root ?? path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
  const env = overrides.env ?? process.env;
  const print = overrides.print ?? ((line) => process.stderr.write(`${line}\n`));
  const redo = parseRedo(args);
  if (redo === null) {
    print(usage);
    return 2;
  }
  const context = { root, env, cacheDir: defaultCacheDir(env), release: overrides.release };
  const steps = setupSteps(context);
  const unknown = redo.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    print(`unknown step: ${unknown.join(', ')}\n${usage}`);
    return 2;
  }
  // Looking is safe without the lock: a step counts as done only by a stamp that is written last.
  if (redo.length === 0 && pendingSteps(steps).length === 0) return 0;

  const logDir = path.join(root, '.setup', 'logs');
  let lock;
  try {
    lock = await acquireLock(path.join(root, '.setup', 'lock'), {
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
    const failures = await runSteps(steps, { ...context, run: runner.run, report }, redo);
    if (failures.length === 0) return 0;
    print(errorPage(failures, path.relative(process.cwd(), logDir) || '.'));
    return 1;
  } finally {
    report.close();
    stop();
    lock.release();
  }
}

/** `--redo a --redo b` as a list; null when the arguments are not understood. */
function parseRedo(args) {
  const redo = [];
  for (let i = 0; i < args.length; i += 2) {
    if (args[i] !== '--redo' || args[i + 1] === undefined) return null;
    redo.push(args[i + 1]);
  }
  return redo;
}

/** Ctrl-C and friends end the children too and give the lock back; whatever was half done is redone next time. */
function stopOnSignals(runner, lock) {
  const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
  const handlers = Object.entries(numbers).map(([signal, number]) => {
    const handler = () => {
      runner.killAll();
      lock.release();
      process.exit(128 + number);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => handlers.forEach((off) => off());
}
