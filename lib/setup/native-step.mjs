/** Step: libtensorflow and the addon that binds it, under one installed tfjs-node. */
import { Skipped } from './graph.mjs';
import { ensureNative, isNativeReady } from './native.mjs';

/**
 * @param {object} options
 * @param {string} options.packageDir - the folder of @tensorflow/tfjs-node
 * @param {string} options.cacheDir
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.again - the command that tries again after a fallback
 * @param {object} [options.release] - another library than the pinned one
 * @param {import('./graph.mjs').Step} [options.packages] - the step that installs tfjs-node, if that is a step here
 * @returns {import('./graph.mjs').Step}
 */
export function nativeStep({ packageDir, cacheDir, env, again, release, packages }) {
  return {
    name: 'native',
    needs: packages ? [packages.name] : [],
    startsEarly: true,
    // A stale node_modules is about to be replaced, and the addon in it with it.
    isDone: () => (packages?.isDone() ?? true) && isNativeReady({ packageDir, cacheDir, release }),
    async run({ run, line, ready, fresh }) {
      const packageReady = ready.then((ok) => {
        if (!ok) throw new Skipped();
      });
      const { source, version, why } = await ensureNative({
        ...{ packageDir, cacheDir, packageReady, run, env, release, fresh },
        note: line.note,
      });
      if (source === 'kept') return `libtensorflow ${version}, addon as built before`;
      if (source === 'built') return `libtensorflow ${version}, addon built`;
      line.warn(
        `${why}\n  Using the prebuilt libtensorflow ${version} of 2022 instead: slower, and without later security fixes.`,
      );
      return `libtensorflow ${version}, prebuilt (${again} tries again)`;
    },
  };
}
