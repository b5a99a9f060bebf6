/**
 * One set-up at a time per folder. The lock is a small file that names its holder and the commands the holder started;
 * a holder that was killed is recognised by its process number and start time, and the commands it left running
 * (an `npm ci` that nobody waits for would fight with ours) are ended before the lock changes hands.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from './processes.mjs';

/** A holder on another machine or in another container shows that it lives by touching the file this often. */
const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;

/**
 * @param {string} file
 * @param {{ onWait?: (holder: { pid: number, host: string }) => void, pollMs?: number }} [options]
 * @returns {Promise<{ addChild(pid: number): void, removeChild(pid: number): void, release(): void }>}
 */
export async function acquireLock(file, { onWait, pollMs = 200 } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = { pid: process.pid, start: processStart(process.pid), host: os.hostname(), children: [] };
  let told = false;
  while (!create(file, mine)) {
    const found = read(file);
    if (found && isAlive(found)) {
      if (!told) onWait?.(found.holder);
      told = true;
      await sleep(pollMs);
    } else if (found) takeAway(file, found);
  }
  removeLeftovers(file);
  return held(file, mine);
}

/** What processes that were killed in the middle of taking the lock left beside it. */
function removeLeftovers(file) {
  for (const name of fs.readdirSync(path.dirname(file))) {
    const [, base, pid] = /^(.*)\.(\d+)\.(?:new|old)$/.exec(name) ?? [];
    if (base === path.basename(file) && processStart(Number(pid)) === null)
      fs.rmSync(path.join(path.dirname(file), name), { force: true });
  }
}

function held(file, mine) {
  let open = true;
  const beat = setInterval(() => {
    try {
      fs.utimesSync(file, new Date(), new Date());
    } catch {
      // The file is gone (somebody tidied up); the work goes on, stamps keep it correct.
    }
  }, HEARTBEAT_MS);
  beat.unref();
  const save = () => open && replace(file, mine);
  return {
    addChild(pid) {
      mine.children.push({ pid, start: processStart(pid) });
      save();
    },
    removeChild(pid) {
      mine.children = mine.children.filter((child) => child.pid !== pid);
      save();
    },
    release() {
      if (!open) return;
      open = false;
      clearInterval(beat);
      fs.rmSync(file, { force: true });
    },
  };
}

/** Makes the lock with its content in one step (`link` fails if the name is taken), so it is never seen half written. */
function create(file, content) {
  const temporary = `${file}.${process.pid}.new`;
  fs.writeFileSync(temporary, JSON.stringify(content));
  try {
    fs.linkSync(temporary, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(error.code)) throw error;
    return createWithoutLinks(file, content);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

/** For file systems without hard links. */
function createWithoutLinks(file, content) {
  try {
    fs.writeFileSync(file, JSON.stringify(content), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function replace(file, content) {
  const temporary = `${file}.${process.pid}.new`;
  fs.writeFileSync(temporary, JSON.stringify(content));
  fs.renameSync(temporary, file);
}

function read(file) {
  try {
    const text = fs.readFileSync(file, 'utf8');
    const { mtimeMs } = fs.statSync(file);
    return { text, mtimeMs, holder: parse(text) };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text) {
  try {
    const holder = JSON.parse(text);
    return Number.isInteger(holder?.pid) && Array.isArray(holder.children) ? holder : null;
  } catch {
    return null;
  }
}

function isAlive({ holder, mtimeMs }) {
  if (!holder) return false; // not ours: written by nobody who still works
  if (holder.host !== os.hostname()) return Date.now() - mtimeMs < STALE_MS;
  const start = processStart(holder.pid);
  return start !== null && start === holder.start;
}

/**
 * Removes a dead holder's lock. Two waiters may try at once: the file is moved aside first, and one that turns out to
 * be somebody's fresh lock is put back.
 */
function takeAway(file, found) {
  const aside = `${file}.${process.pid}.old`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  try {
    if (fs.readFileSync(aside, 'utf8') !== found.text) fs.linkSync(aside, file);
    else found.holder?.children.forEach(endOrphan);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function endOrphan({ pid, start }) {
  if (start === null || processStart(pid) !== start) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
