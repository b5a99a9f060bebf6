/** Step: the generated sample data set, which notebooks and tests use when the real one has not been imported. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { causeOf, SetupError } from '../../lib/setup/errors.mjs';
import { fingerprint, readStamp, writeStamp } from '../../lib/setup/stamps.mjs';

/** @type {(context: { root: string }) => import('../../lib/setup/graph.mjs').Step} */
export const sampleStep = ({ root }) => {
  const folder = path.join(root, 'data', 'sample');
  const table = path.join(folder, 'chinese_mnist.csv');
  const stamp = path.join(root, 'data', '.sample.json');
  const key = () => fingerprint(path.join(root, 'data-scripts'));
  const made = () => `${fingerprint(table)} ${fs.existsSync(folder) ? countFiles(folder) : 0}`;
  return {
    name: 'sample',
    needs: ['library', 'native'],
    isDone: () => {
      const found = readStamp(stamp);
      return found?.key === key() && fs.existsSync(table) && found.made === made();
    },
    async run({ run }) {
      const wanted = key();
      try {
        await run(process.execPath, ['--import', 'tsx', 'data-scripts/make-sample.ts'], {
          cwd: root,
          log: 'sample',
        });
        if (!fs.existsSync(table))
          throw new Error('data-scripts/make-sample.ts ended well but wrote no table');
      } catch (error) {
        throw new SetupError('The sample data could not be made.', [
          causeOf(error, {
            ownTools: true,
            fixes: ['node --import tsx data-scripts/make-sample.ts   # shows the whole story'],
          }),
        ]);
      }
      writeStamp(stamp, { key: wanted, made: made() });
      return 'sample images in data/sample';
    },
  };
};

function countFiles(folder) {
  let count = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    count += entry.isDirectory() ? countFiles(path.join(folder, entry.name)) : 1;
  }
  return count;
}
