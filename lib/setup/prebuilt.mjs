/**
 * The last resort: the download that tfjs-node ships for itself (libtensorflow 2.9.1 of 2022 and a prebuilt addon).
 * It needs open internet, not a compiler.
 */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { addonFile, checkAddon } from './addon.mjs';

export const PREBUILT_VERSION = '2.9.1';

/** A server that sends nothing for this long will not. */
const STALL_MS = 45_000;

/** @param {{ packageDir: string, run: Function, env?: NodeJS.ProcessEnv }} options */
export async function installPrebuilt({ packageDir, run, env = process.env }) {
  const deps = path.join(packageDir, 'deps');
  const bins = [path.join(packageDir, 'node_modules', '.bin'), path.join(packageDir, '..', '..', '.bin')];
  fs.rmSync(deps, { recursive: true, force: true });
  fs.rmSync(addonFile(packageDir), { force: true });
  await run(process.execPath, ['scripts/install.js'], {
    cwd: packageDir,
    log: 'prebuilt',
    timeoutMs: 15 * 60_000,
    stall: { afterMs: STALL_MS, progress: () => bytesBelow(deps) + bytesBelow(path.join(packageDir, 'lib')) },
    env: { PATH: [...bins, env.PATH].join(path.delimiter) },
  });
  await checkAddon(addonFile(packageDir), run);
}

function bytesBelow(folder) {
  if (!fs.existsSync(folder)) return 0;
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += bytesBelow(file);
    else bytes += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
