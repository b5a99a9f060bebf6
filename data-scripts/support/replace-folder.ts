import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a folder as a whole: `fill` writes into a new folder beside it, which then takes its name. Whenever the
 * process is killed, the folder is the old one or the new one, except between two renames, when it is the old one under
 * the name `.NAME.<pid>.old-...`; the next call puts it back first, and removes what dead processes left.
 *
 * @param own - The names that such a folder holds. One with other names is somebody else's and is not touched.
 */
export async function replaceFolder<T>(
  folder: string,
  own: readonly string[],
  fill: (temporary: string) => Promise<T>,
): Promise<T> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await cleanLeftovers(folder);
  const foreign = existsSync(folder)
    ? (await readdir(folder)).find((name) => !own.includes(name))
    : undefined;
  if (foreign !== undefined)
    throw new Error(`${folder} would be replaced, but holds ${foreign}, which is no part of a data set`);
  // The process number tells leftovers from the work of a process that still runs.
  const prefix = join(parent, `.${basename(folder)}.${process.pid}`);
  const temporary = await mkdtemp(`${prefix}.new-`);
  try {
    await chmod(temporary, 0o755);
    const result = await fill(temporary);
    const old = await mkdtemp(`${prefix}.old-`);
    if (existsSync(folder)) await rename(folder, old);
    await rename(temporary, folder);
    await rm(old, { recursive: true, force: true });
    return result;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Undoes what killed calls for this folder left behind. */
export async function cleanLeftovers(folder: string): Promise<void> {
  const parent = dirname(folder);
  const pattern = new RegExp(
    `^\\.${basename(folder).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.(\\d+)\\.(new|old)-`,
  );
  for (const name of existsSync(parent) ? await readdir(parent) : []) {
    const match = pattern.exec(name);
    if (match === null || isRunning(Number(match[1]))) continue;
    const leftover = join(parent, name);
    // Another process may be tidying up at the same moment.
    const content = await readdir(leftover).catch(() => []);
    if (match[2] === 'old' && content.length > 0 && !existsSync(folder)) await rename(leftover, folder);
    else await rm(leftover, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
