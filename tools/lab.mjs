/** `npm run lab`: JupyterLab on the notebooks. Further arguments go to Jupyter: `npm run lab -- --no-browser`. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { jupyter, jupyterEnv, root } from './jupyter-env.mjs';

const first = fs
  .readdirSync(path.join(root, 'notebooks'))
  .filter((name) => name.endsWith('.ipynb'))
  .sort()[0];
const args = [
  'lab',
  ...(process.getuid?.() === 0 ? ['--allow-root'] : []), // Jupyter refuses root otherwise; containers have no other user
  ...(first ? [`--LabApp.default_url=/lab/tree/notebooks/${first}`] : []),
  ...process.argv.slice(2),
];
const lab = spawn(jupyter, args, { cwd: root, env: jupyterEnv(), stdio: 'inherit' });
// Ctrl-C reaches Jupyter by itself (it asks, and stops on the second one); this process only waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => lab.kill('SIGTERM'));
lab.on('error', (error) => {
  console.error(`JupyterLab did not start: ${error.message}`);
  process.exitCode = 1;
});
lab.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 0);
});
