/** The steps of the set-up and what each needs. */
import path from 'node:path';
import { Skipped } from './graph.mjs';
import { libraryStep } from './library.mjs';
import { ensureNative, isNativeReady } from './native.mjs';
import { packagesStep } from './packages.mjs';
import { sampleStep } from './sample.mjs';
import { pythonStep } from './venv.mjs';

/**
 * @param {{ root: string, env: NodeJS.ProcessEnv, cacheDir: string, release?: object }} context
 * @returns {import('./graph.mjs').Step[]}
 */
export function setupSteps(context) {
  const packages = packagesStep(context);
  return [
    packages,
    nativeStep(context, packages),
    pythonStep(context),
    libraryStep(context),
    sampleStep(context),
  ];
}

function nativeStep({ root, env, cacheDir, release }, packages) {
  const packageDir = path.join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  return {
    name: 'native',
    needs: ['packages'],
    startsEarly: true,
    // A stale node_modules is about to be replaced, and the addon in it with it.
    isDone: () => packages.isDone() && isNativeReady({ packageDir, cacheDir, release }),
    async run({ run, line, ready }) {
      const packageReady = ready.then((ok) => {
        if (!ok) throw new Skipped();
      });
      const { source, version, why } = await ensureNative({
        ...{ packageDir, cacheDir, packageReady, run, env, release },
        note: line.note,
      });
      if (source === 'built') return `libtensorflow ${version}, addon built`;
      line.warn(
        `${why}\n  Using the prebuilt libtensorflow ${version} of 2022 instead: slower, and without later security fixes.`,
      );
      return `libtensorflow ${version}, prebuilt (npm run setup -- --redo native tries again)`;
    },
  };
}
