/** `npm run reference`: makes the golden values of the tests again, in a Python environment with the versions they name. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { root } from './jupyter-env.mjs';
import { findPython } from '../lib/setup/python.mjs';
import { createRunner } from '../lib/setup/run.mjs';
import { createVenv, isVenvReady, venvPython } from './setup/venv.mjs';

const folder = path.join(root, '.reference-venv');
const requirements = path.join(root, 'test', 'reference', 'requirements.txt');

if (!isVenvReady(folder, requirements)) {
  const { run } = createRunner({ logDir: path.join(root, '.setup', 'logs') });
  const python = await findPython(run, [3, 10], 'the reference values');
  await createVenv({ folder, requirements, python, run, pipOptions: ['--only-binary=:all:'] });
}
const script = path.join(root, 'test', 'reference', 'generate.py');
const { status } = spawnSync(venvPython(folder), [script, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
