/** Step: the npm packages, exactly those of package-lock.json. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { causeOf, SetupError } from '../../lib/setup/errors.mjs';
import { hashFiles, readStamp, writeStamp } from '../../lib/setup/stamps.mjs';

/** Inside node_modules, so that it goes when `npm ci` empties the folder, also in an `npm ci` that was killed. */
const stampFile = (root) => path.join(root, 'node_modules', '.clusterlab.json');

const key = (root) =>
  `${hashFiles(path.join(root, 'package-lock.json'))} ${process.platform}-${process.arch}`;

/** @type {(context: { root: string, env: NodeJS.ProcessEnv }) => import('../../lib/setup/graph.mjs').Step} */
export const packagesStep = ({ root, env }) => ({
  name: 'packages',
  needs: [],
  isDone: () => readStamp(stampFile(root))?.key === key(root),
  async run({ run }) {
    const wanted = key(root);
    // Scripts are skipped because one of them downloads from elsewhere; the packages bring their binaries along.
    // NODE_ENV=production would leave out the compiler.
    const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    fs.rmSync(stampFile(root), { force: true });
    const [command, ...first] = npmCommand(env);
    try {
      await run(command, [...first, ...args], { cwd: root, log: 'packages' });
    } catch (error) {
      throw new SetupError('The npm packages could not be installed.', [
        causeOf(error, {
          what: error.reason === 'missing' ? 'npm was not found on PATH.' : 'npm ci failed.',
          fixes: ['npm ci --ignore-scripts   # shows the whole story'],
        }),
      ]);
    }
    writeStamp(stampFile(root), { key: wanted });
    return 'npm packages of package-lock.json';
  },
});

/** The npm that started us, on the Node that runs us; else the one on PATH. */
function npmCommand(env) {
  const cli = env.npm_execpath;
  if (cli && path.basename(cli) === 'npm-cli.js' && fs.existsSync(cli)) return [process.execPath, cli];
  return ['npm'];
}
