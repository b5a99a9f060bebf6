/** Telling one process from a later one that got the same number. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * When a process was started, as an opaque text; null when there is no such process.
 *
 * @param {number} pid
 * @returns {string | null}
 */
export function processStart(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // Field 3 is the state (a zombie does nothing any more), field 22 the start in clock ticks since boot.
      return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
    } catch {
      return null;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
