/** The command line of the set-up. */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { defaultCacheDir } from '../../lib/setup/cache.mjs';
import { runSetup } from '../../lib/setup/run-setup.mjs';
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
  const steps = setupSteps({ root, env, cacheDir: defaultCacheDir(env), release: overrides.release });
  const unknown = redo.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    print(`unknown step: ${unknown.join(', ')}\n${usage}`);
    return 2;
  }
  return runSetup({ steps, redo, folder: path.join(root, '.setup'), env, print });
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
