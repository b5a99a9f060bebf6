import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './chromium.js';

/** A running `npm run lab`. */
export interface Lab {
  /** What it prints to be opened, with the token. */
  readonly url: string;
  /** Address of a file of the checkout, with the token and a clean layout. */
  urlOf(file: string): string;
  /** Ends all kernels: a closed page leaves its own running. */
  stopKernels(): Promise<void>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 120_000;

/**
 * Starts what `npm run lab -- --no-browser` starts, on the sample images, with settings of its own: those of the user
 * who runs the tests must not matter.
 */
export async function startLab(): Promise<Lab> {
  const home = await mkdtemp(path.join(tmpdir(), 'clusterlab-lab-'));
  const env = {
    ...process.env,
    CLUSTERLAB_DATA: path.join(root, 'data', 'sample'),
    JUPYTER_CONFIG_DIR: path.join(home, 'config'),
    JUPYTER_DATA_DIR: path.join(home, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(home, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: path.join(home, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: path.join(home, 'workspaces'),
  };
  const child = spawn(process.execPath, [path.join(root, 'tools', 'lab.mjs'), '--no-browser'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`JupyterLab ${what}:\n${said.slice(-2000)}`));
    const timer = setTimeout(() => fail(`was not ready after ${START_LIMIT_MS / 1000} s`), START_LIMIT_MS);
    child.once('close', () => fail('ended'));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const found = /http:\/\/127\.0\.0\.1:\d+\/\S*token=\w+/.exec(said)?.[0];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
  });
  const { origin, searchParams } = new URL(url);
  return {
    url,
    urlOf: (file) => `${origin}/lab/tree/${file}?reset&token=${searchParams.get('token')}`,
    async stopKernels() {
      const headers = { Authorization: `token ${searchParams.get('token')}` };
      const kernels = (await (await fetch(`${origin}/api/kernels`, { headers })).json()) as { id: string }[];
      for (const { id } of kernels) await fetch(`${origin}/api/kernels/${id}`, { method: 'DELETE', headers });
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
