/** What Jupyter needs to know of this checkout: the kernel and the settings in `.jupyter`, nothing installed globally. */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** The `jupyter` of the checkout's virtual environment. */
export const jupyter = path.join(root, '.venv', 'bin', 'jupyter');

/** The environment for any `jupyter` command; the kernel runs on the Node that runs us. */
export function jupyterEnv(env = process.env) {
  const settings = path.join(root, '.jupyter');
  return {
    ...env,
    JUPYTER_PATH: [settings, env.JUPYTER_PATH].filter(Boolean).join(path.delimiter),
    JUPYTER_CONFIG_PATH: [settings, env.JUPYTER_CONFIG_PATH].filter(Boolean).join(path.delimiter),
    PATH: [path.dirname(process.execPath), env.PATH].filter(Boolean).join(path.delimiter),
    // The debugger of ipykernel's frozen modules is not ours to warn about.
    PYDEVD_DISABLE_FILE_VALIDATION: '1',
  };
}
