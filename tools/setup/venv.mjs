/** Virtual environments, and the step that makes the one with JupyterLab and nbconvert. */
import fs from 'node:fs';
import path from 'node:path';
import { causeOf, install, SetupError } from '../../lib/setup/errors.mjs';
import { findPython, PIP_ENV } from '../../lib/setup/python.mjs';
import { hashFiles, readStamp, writeStamp } from '../../lib/setup/stamps.mjs';

/** The lowest Python that the pinned JupyterLab runs on. */
export const JUPYTER_PYTHON = [3, 10];

/** The Python of a virtual environment. */
export const venvPython = (folder) => path.join(folder, 'bin', 'python');

const stampFile = (folder) => path.join(folder, 'clusterlab.json');

// The folder is part of the key: scripts in it hold absolute paths, so a moved checkout needs a new one.
const keyOf = (folder, requirements) => `${hashFiles(requirements)} ${folder}`;

/** True when the environment holds exactly these requirements, and the Python that made it is still there. */
export function isVenvReady(folder, requirements) {
  return (
    readStamp(stampFile(folder))?.key === keyOf(folder, requirements) && fs.existsSync(venvPython(folder))
  );
}

/**
 * Makes a virtual environment from a requirements file. It cannot be made elsewhere and renamed, so the stamp that is
 * written last says whether it is whole; without one it is made anew.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.requirements - the file
 * @param {string} options.python - the Python to make it with
 * @param {Function} options.run - runs a command, see run.mjs
 * @param {string[]} [options.pipOptions]
 */
export async function createVenv({ folder, requirements, python, run, pipOptions = [] }) {
  const key = keyOf(folder, requirements);
  fs.rmSync(folder, { recursive: true, force: true });
  await run(python, ['-m', 'venv', folder], { log: 'venv', timeoutMs: 5 * 60_000, env: PIP_ENV });
  await run(
    venvPython(folder),
    [
      ...['-m', 'pip', 'install', '--no-input', '--no-compile', '--progress-bar', 'off'],
      ...['--disable-pip-version-check', ...pipOptions, '-r', requirements],
    ],
    { log: 'pip', env: PIP_ENV },
  );
  writeStamp(stampFile(folder), { key });
}

/** @type {(context: { root: string }) => import('../../lib/setup/graph.mjs').Step} */
export const pythonStep = ({ root }) => {
  const folder = path.join(root, '.venv');
  const requirements = path.join(root, 'requirements.txt');
  return {
    name: 'python',
    needs: [],
    isDone: () => isVenvReady(folder, requirements),
    async run({ run }) {
      const python = await findPython(run, JUPYTER_PYTHON, 'JupyterLab');
      try {
        await createVenv({ folder, requirements, python, run, pipOptions: ['--require-hashes'] });
      } catch (error) {
        throw new SetupError('JupyterLab could not be installed into .venv.', [
          causeOf(error, {
            fixes: [install({ debian: 'python3-venv', fedora: 'python3', mac: 'brew install python' })],
          }),
        ]);
      }
      return 'JupyterLab and nbconvert in .venv';
    },
  };
};
