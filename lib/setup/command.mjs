/** The command line of the package: `npx clusterlab setup` and `npx clusterlab doctor`. */
import path from 'node:path';
import process from 'node:process';
import { defaultCacheDir } from './cache.mjs';
import { doctor } from './doctor.mjs';
import { errorPage, SetupError } from './errors.mjs';
import { installedPackage } from './installed.mjs';
import { libtensorflowDir, RELEASE } from './libtensorflow.mjs';
import { nativeStamp } from './native.mjs';
import { nativeStep } from './native-step.mjs';
import { PREBUILT_VERSION } from './prebuilt.mjs';
import { runSetup } from './run-setup.mjs';

const usage = `usage: npx clusterlab setup [--redo]   puts libtensorflow under this project; --redo also if it is there
       npx clusterlab doctor           says what is installed, how fast it is, and what to mend`;

/**
 * @param {string[]} args - command-line arguments
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} the exit code
 */
export async function main(args, env = process.env) {
  const [command, ...options] = args;
  if (command === 'setup' && options.every((option) => option === '--redo'))
    return setup({ env, redo: options.length > 0 });
  if (command === 'doctor' && options.length === 0) return doctor({ env });
  process.stderr.write(`${usage}\n`);
  return command === 'help' || command === '--help' ? 0 : 2;
}

async function setup({ env, redo }) {
  const print = (line) => process.stderr.write(`${line}\n`);
  const packageDir = installedPackage('@tensorflow/tfjs-node')?.folder;
  if (packageDir === undefined) {
    print(errorPage([notInstalled()], '(nothing was run)'));
    return 1;
  }
  const cacheDir = defaultCacheDir(env);
  const step = nativeStep({ packageDir, cacheDir, env, again: 'npx clusterlab setup --redo' });
  if (!redo && step.isDone()) {
    print(
      nativeStamp(packageDir).source === 'prebuilt'
        ? `The prebuilt libtensorflow ${PREBUILT_VERSION} of 2022 is in place; npx clusterlab setup --redo tries to get ${RELEASE.version}`
        : `libtensorflow ${RELEASE.version} is in place: ${libtensorflowDir(cacheDir)}`,
    );
    return 0;
  }
  const folder = path.join(packageDir, '.clusterlab');
  return runSetup({ steps: [step], redo: redo ? [step.name] : [], folder, env, print });
}

function notInstalled() {
  return new SetupError('@tensorflow/tfjs-node is not installed.', [
    { what: 'It comes with clusterlab, so the installation is not complete.', fixes: ['npm install'] },
  ]);
}
