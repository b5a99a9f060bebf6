/**
 * Puts libtensorflow (the two shared libraries and the C headers) into a cache folder. They come out of PyPI's
 * `tensorflow-cpu` wheel: the download that tfjs-node makes by itself is from 2022 and from another host.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { causeOf, SetupError } from './errors.mjs';
import { acquireLock } from './lock.mjs';
import { processStart } from './processes.mjs';
import { findPython, PIP_ENV, withPip } from './python.mjs';
import { readStamp, sizeOf, writeStamp } from './stamps.mjs';
import { extractZip } from './zip.mjs';

/** The pinned library. Only platforms on which exactly these files were tried are listed. */
export const RELEASE = {
  version: '2.18.1',
  platforms: {
    'linux-x64': {
      requirement: 'tensorflow-cpu==2.18.1',
      pipPlatform: 'manylinux2014_x86_64',
      wheelSha256: '810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298',
      downloadMegabytes: 230,
      unpackedMegabytes: 740,
      libraries: {
        'libtensorflow_cc.so.2': {
          size: 632665032,
          sha256: '2f274b53cb45231acf63aa4a60d2e9417e18d3f6c5237d0eb113948e851bd425',
        },
        'libtensorflow_framework.so.2': {
          size: 49904616,
          sha256: 'c8dbe0f4a072f239418f513d87d0bfddb9f403b7fc93a3d11d17d6e99db26a83',
        },
      },
    },
  },
};

const HEADERS = /^tensorflow\/include\/((?:tensorflow\/(?:c|core\/platform|tsl)|tsl|xla\/tsl)\/.+)$/;

/** A folder that a run works in is called this and its process number. */
const UNFINISHED = 'unfinished-';

/** Where the library of a release lives; also its run path in the addon. */
export function libtensorflowDir(cacheDir, release = RELEASE) {
  return path.join(cacheDir, `libtensorflow-${release.version}-${process.platform}-${process.arch}`);
}

/** True when the folder was completed and its libraries still have their sizes. */
export function hasLibtensorflow(cacheDir, release = RELEASE) {
  const dir = libtensorflowDir(cacheDir, release);
  const platform = platformOf(release);
  if (!platform || readStamp(path.join(dir, 'complete.json'))?.wheelSha256 !== platform.wheelSha256)
    return false;
  return Object.entries(platform.libraries).every(
    ([name, { size }]) => sizeOf(path.join(dir, name)) === size,
  );
}

/**
 * @param {{ cacheDir: string, run: Function, note?: (text: string) => void, release?: object }} options
 * @returns {Promise<string>} the folder
 */
export async function ensureLibtensorflow({ cacheDir, run, note = () => {}, release = RELEASE }) {
  const dir = libtensorflowDir(cacheDir, release);
  if (hasLibtensorflow(cacheDir, release) && !hasLeftovers(cacheDir)) return dir;
  const platform = platformOf(release);
  if (!platform) throw unsupported(release);
  makeCacheDir(cacheDir);
  const lock = await acquireLock(path.join(cacheDir, 'lock'), {
    onWait: () => note('waiting for another set-up that fills the same cache'),
  });
  const work = path.join(cacheDir, `${UNFINISHED}${process.pid}`);
  try {
    removeUnfinished(cacheDir);
    if (hasLibtensorflow(cacheDir, release)) return dir;
    fs.mkdirSync(work, { recursive: true });
    checkSpace(cacheDir, platform);
    note(`downloading ${platform.downloadMegabytes} MB`);
    const wheel = await downloadWheel(work, platform, run);
    note('unpacking');
    const unpacked = path.join(work, 'unpacked');
    await unpack(wheel, unpacked, platform);
    writeStamp(path.join(unpacked, 'complete.json'), { wheelSha256: platform.wheelSha256 });
    fs.rmSync(dir, { recursive: true, force: true });
    fs.renameSync(unpacked, dir);
    return dir;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
    lock.release();
  }
}

function platformOf(release) {
  if (process.platform === 'linux' && fs.existsSync('/etc/alpine-release')) return undefined; // musl: the wheel needs glibc
  return release.platforms[`${process.platform}-${process.arch}`];
}

function unsupported(release) {
  const here = `${process.platform}-${process.arch}${fs.existsSync('/etc/alpine-release') ? ' (musl)' : ''}`;
  return new SetupError(`No tested libtensorflow for ${here}.`, [
    {
      what: `libtensorflow ${release.version} is pinned and tested for ${Object.keys(release.platforms).join(', ')} only, this is ${here}.`,
      fixes: ['# use Linux on x86-64 (a container or a virtual machine with Debian or Ubuntu will do)'],
    },
  ]);
}

function makeCacheDir(cacheDir) {
  try {
    fs.mkdirSync(cacheDir, { recursive: true });
    fs.accessSync(cacheDir, fs.constants.W_OK);
  } catch (error) {
    throw new SetupError('The cache folder cannot be written.', [
      causeOf(error, { what: `${cacheDir}:`, fixes: ['export CLUSTERLAB_CACHE=/a/writable/folder'] }),
    ]);
  }
}

/** Whether a run that was killed left something here, and it can be removed. */
function hasLeftovers(cacheDir) {
  const left = fs
    .readdirSync(cacheDir)
    .some(
      (name) => name.startsWith(UNFINISHED) && processStart(Number(name.slice(UNFINISHED.length))) === null,
    );
  return left && isWritable(cacheDir);
}

function isWritable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Only the holder of the cache's lock works here, so every such folder is what a killed run left. */
function removeUnfinished(cacheDir) {
  for (const name of fs.readdirSync(cacheDir)) {
    if (name.startsWith(UNFINISHED)) fs.rmSync(path.join(cacheDir, name), { recursive: true, force: true });
  }
}

function checkSpace(cacheDir, { downloadMegabytes, unpackedMegabytes }) {
  const needed = downloadMegabytes + unpackedMegabytes + 50;
  const { bavail, bsize } = fs.statfsSync(cacheDir);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < needed)
    throw new Error(`not enough free space in ${cacheDir}: ${needed} MB needed, ${free} MB free`);
}

async function downloadWheel(folder, platform, run) {
  const list = path.join(folder, 'requirement.txt');
  fs.writeFileSync(list, `${platform.requirement} --hash=sha256:${platform.wheelSha256}\n`);
  const python = await findPython(run, [3, 8], 'the download of libtensorflow');
  await withPip(run, python, (pip) =>
    run(
      pip[0],
      [
        ...pip.slice(1),
        ...['download', '--no-deps', '--no-cache-dir', '--no-input', '--progress-bar', 'off'],
        ...['--disable-pip-version-check', '--only-binary=:all:', '--python-version', '3.11'],
        ...['--platform', platform.pipPlatform, '--require-hashes', '-r', list, '-d', folder],
      ],
      { log: 'libtensorflow', env: PIP_ENV },
    ),
  );
  const wheel = fs.readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip reported success but left no wheel');
  const file = path.join(folder, wheel);
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  if (hash.digest('hex') !== platform.wheelSha256)
    throw new Error(`the checksum of ${wheel} is not the pinned one`);
  return file;
}

async function unpack(wheel, folder, platform) {
  const written = await extractZip(wheel, folder, (name) => {
    const library = name.replace(/^tensorflow\//, '');
    if (Object.hasOwn(platform.libraries, library)) return library;
    if (name === 'tensorflow/THIRD_PARTY_NOTICES.txt' || name === 'tensorflow/include/LICENSE')
      return path.basename(name);
    const header = HEADERS.exec(name);
    return header ? path.join('include', header[1]) : null;
  });
  for (const [name, { size, sha256 }] of Object.entries(platform.libraries)) {
    const found = written.get(name);
    if (found?.size !== size || found.sha256 !== sha256)
      throw new Error(`the checksum of ${name} is not the pinned one`);
  }
}
