/** Where large downloads are kept between checkouts and `npm ci` runs. */
import os from 'node:os';
import path from 'node:path';

/**
 * `$CLUSTERLAB_CACHE`, else `clusterlab` in the user's cache folder.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function defaultCacheDir(env) {
  if (env.CLUSTERLAB_CACHE) return path.resolve(env.CLUSTERLAB_CACHE);
  const base = env.XDG_CACHE_HOME || path.join(env.HOME || os.homedir(), '.cache');
  return path.join(base, 'clusterlab');
}
