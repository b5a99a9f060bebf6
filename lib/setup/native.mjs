/**
 * The native part of clusterlab: libtensorflow and the addon that binds it. Knows nothing of this repository, so that
 * whoever has tfjs-node in a node_modules folder can call it.
 */
import path from 'node:path';
import { addonFile, addonKey, buildAddon } from './addon.mjs';
import { causeOf, SetupError } from './errors.mjs';
import { ensureLibtensorflow, hasLibtensorflow, libtensorflowDir, RELEASE } from './libtensorflow.mjs';
import { installPrebuilt, PREBUILT_VERSION } from './prebuilt.mjs';
import { createRunner } from './run.mjs';
import { readStamp, sizeOf, writeStamp } from './stamps.mjs';

/**
 * What the last finished run left under `packageDir`; null if there is none.
 *
 * @param {string} packageDir
 * @returns {{ source: 'built' | 'kept' | 'prebuilt', key?: string, size: number } | null}
 */
export function nativeStamp(packageDir) {
  return readStamp(stampFile(packageDir));
}

/**
 * True when the addon in `packageDir` is the one that a finished run left there, and its library is where it was.
 *
 * @param {{ packageDir: string, cacheDir: string, release?: object }} options
 */
export function isNativeReady({ packageDir, cacheDir, release = RELEASE }) {
  const stamp = nativeStamp(packageDir);
  if (!stamp || sizeOf(addonFile(packageDir)) !== stamp.size) return false;
  if (stamp.source === 'prebuilt') return true;
  return (
    stamp.key === addonKey(packageDir, libtensorflowDir(cacheDir, release)) &&
    hasLibtensorflow(cacheDir, release)
  );
}

/**
 * Makes `require('@tensorflow/tfjs-node')` work: pinned libtensorflow from PyPI and a fresh addon, else the package's
 * own prebuilt download.
 *
 * @param {object} options
 * @param {string} options.packageDir - the folder of the installed @tensorflow/tfjs-node
 * @param {string} options.cacheDir - where the library is kept; it must stay there
 * @param {Promise<unknown>} [options.packageReady] - when the package is still being installed; the download need not wait
 * @param {Function} [options.run] - runs a command, see run.mjs
 * @param {(text: string) => void} [options.note] - told what is being done
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {object} [options.release] - another library than the pinned one
 * @param {boolean} [options.fresh] - compile also where an addon was kept from an earlier time
 * @returns {Promise<{ source: 'built' | 'kept' | 'prebuilt', version: string, why?: string }>}
 */
export async function ensureNative({
  packageDir,
  cacheDir,
  packageReady,
  run,
  note = () => {},
  env = process.env,
  release = RELEASE,
  fresh = false,
}) {
  run ??= createRunner({ env }).run;
  packageReady?.catch(() => {}); // looked at below; until then a failure must not count as unhandled
  const causes = [];
  let libDir = null;
  try {
    libDir = await ensureLibtensorflow({ cacheDir, run, note, release });
  } catch (error) {
    causes.push(
      causeOf(error, { what: `libtensorflow ${release.version} could not be put into ${cacheDir}.` }),
    );
  }
  try {
    await packageReady;
  } catch (error) {
    if (libDir) throw error;
    throw new SetupError('libtensorflow, which does the arithmetic, could not be fetched.', causes);
  }
  try {
    if (libDir) {
      note('compiling the addon');
      const source = await buildAddon({ packageDir, libDir, run, env, fresh });
      writeAddonStamp(packageDir, { source, key: addonKey(packageDir, libDir) });
      return { source, version: release.version };
    }
  } catch (error) {
    causes.push(causeOf(error, { what: 'The addon could not be compiled and loaded.' }));
  }
  try {
    note('trying the prebuilt download');
    await installPrebuilt({ packageDir, run, env });
    writeAddonStamp(packageDir, { source: 'prebuilt' });
    return { source: 'prebuilt', version: PREBUILT_VERSION, why: causes[0].what };
  } catch (error) {
    const what = `The package's own prebuilt download (libtensorflow ${PREBUILT_VERSION}) failed as well.`;
    causes.push({
      ...causeOf(error, { what }),
      fixes: ['# it needs open internet; repairing the cause above is the better way'],
    });
  }
  throw new SetupError('libtensorflow, which does the arithmetic, could not be set up in any way.', causes);
}

function writeAddonStamp(packageDir, stamp) {
  writeStamp(stampFile(packageDir), { ...stamp, size: sizeOf(addonFile(packageDir)) });
}

function stampFile(packageDir) {
  return path.join(path.dirname(addonFile(packageDir)), 'clusterlab.json');
}
