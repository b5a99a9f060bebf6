/** Step: the workspace `clusterlab`, compiled to lib/dist. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { causeOf, SetupError } from '../../lib/setup/errors.mjs';
import { fingerprint, readStamp, writeStamp } from '../../lib/setup/stamps.mjs';

/** @type {(context: { root: string }) => import('../../lib/setup/graph.mjs').Step} */
export const libraryStep = ({ root }) => {
  const lib = path.join(root, 'lib');
  const dist = path.join(lib, 'dist');
  const stamp = (folder) => path.join(folder, '.build.json');
  const key = () =>
    fingerprint(
      path.join(lib, 'src'),
      path.join(lib, 'tsconfig.json'),
      path.join(root, 'tsconfig.base.json'),
      path.join(root, 'node_modules', 'typescript', 'package.json'),
    );
  return {
    name: 'library',
    needs: ['packages'],
    isDone: () => readStamp(stamp(dist))?.key === key(),
    async run({ run }) {
      const wanted = key();
      for (const name of fs.readdirSync(lib)) {
        if (name.startsWith('.dist-')) fs.rmSync(path.join(lib, name), { recursive: true, force: true });
      }
      const fresh = path.join(lib, `.dist-${process.pid}`);
      const old = path.join(lib, `.dist-${process.pid}-old`);
      // Not `npx tsc`: that name belongs to the older compiler which tslab brings.
      const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      try {
        await run(process.execPath, [tsc, '-p', lib, '--outDir', fresh], { cwd: root, log: 'library' });
        writeStamp(stamp(fresh), { key: wanted });
        if (fs.existsSync(dist)) fs.renameSync(dist, old);
        fs.renameSync(fresh, dist);
      } catch (error) {
        throw new SetupError('The library clusterlab could not be compiled.', [
          causeOf(error, {
            ownTools: true,
            what: 'TypeScript reported errors in lib/src.',
            fixes: ['npm run typecheck'],
          }),
        ]);
      } finally {
        fs.rmSync(fresh, { recursive: true, force: true });
        fs.rmSync(old, { recursive: true, force: true });
      }
      return 'clusterlab compiled to lib/dist';
    },
  };
};
