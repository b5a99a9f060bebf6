/** Runs child processes: output kept for the error page, time limits, and none left behind. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** How much of a command's output is kept in memory; the log file has all of it. */
const KEPT_CHARACTERS = 64 * 1024;

/** A command that could not be started, failed, or took too long. */
export class CommandError extends Error {
  /**
   * @param {string} line - the command as a person would type it
   * @param {'missing' | 'exit' | 'timeout' | 'stalled'} reason
   * @param {string} output - the end of what it printed
   * @param {string} detail
   */
  constructor(line, reason, output, detail) {
    super(`${line}: ${detail}`);
    this.line = line;
    this.reason = reason;
    this.output = output;
    this.detail = detail;
  }
}

/**
 * @param {{ env?: NodeJS.ProcessEnv, logDir?: string, onSpawn?: (pid: number) => void, onExit?: (pid: number) => void }} [options]
 */
export function createRunner({ env = process.env, logDir, onSpawn, onExit } = {}) {
  const children = new Set();
  return { run, killAll: () => children.forEach((child) => child.kill('SIGKILL')) };

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {object} [options]
   * @param {string} [options.cwd]
   * @param {NodeJS.ProcessEnv} [options.env] - added to the runner's environment; `undefined` removes a variable
   * @param {number} [options.timeoutMs]
   * @param {{ afterMs: number, progress: () => number }} [options.stall] - ends it when `progress` stops changing
   * @param {string} [options.log] - name of the log file in the log folder
   * @returns {Promise<string>} what it printed (its end, if long)
   */
  function run(command, args, { cwd, env: extra, timeoutMs = 30 * 60_000, stall, log } = {}) {
    const line = [command, ...args].map(quote).join(' ');
    const sink = log && logDir ? openLog(path.join(logDir, `${log}.log`), line) : null;
    return new Promise((resolve, reject) => {
      let output = '';
      let ended = null;
      const child = spawn(command, args, {
        cwd,
        env: { ...env, ...extra },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.add(child);
      if (child.pid) onSpawn?.(child.pid);
      const keep = (chunk) => {
        if (sink) writeLog(sink, chunk);
        output = (output + chunk).slice(-KEPT_CHARACTERS);
      };
      child.stdout.setEncoding('utf8').on('data', keep);
      child.stderr.setEncoding('utf8').on('data', keep);

      const end = (reason, detail) => {
        ended = [reason, detail];
        child.kill('SIGKILL');
      };
      const timer = setTimeout(
        () => end('timeout', `no result after ${Math.round(timeoutMs / 1000)} s`),
        timeoutMs,
      );
      const watch = stall && watchProgress(stall, end);

      // A command that could not be started is closed too, so that everything ends once, there.
      child.on('error', (error) => {
        ended ??= [error.code === 'ENOENT' ? 'missing' : 'exit', error.message];
      });
      child.on('close', (code, signal) => {
        if (ended) finish(...ended);
        else if (code === 0) finish(null);
        else finish('exit', signal ? `ended by ${signal}` : `exit code ${code}`);
      });
      function finish(reason, detail) {
        clearTimeout(timer);
        clearInterval(watch);
        children.delete(child);
        if (child.pid) onExit?.(child.pid);
        if (sink) fs.closeSync(sink);
        if (reason) reject(new CommandError(line, reason, output, detail));
        else resolve(output);
      }
    });
  }
}

function watchProgress({ afterMs, progress }, end) {
  let last = progress();
  let since = Date.now();
  return setInterval(
    () => {
      const now = progress();
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > afterMs)
        end('stalled', `no progress for ${Math.round(afterMs / 1000)} s`);
    },
    Math.min(1000, afterMs / 4),
  );
}

function openLog(file, line) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const sink = fs.openSync(file, 'w');
  writeLog(sink, `$ ${line}\n`);
  return sink;
}

/** On a full disk the command fails with words of its own; its log must not end everything before it can say them. */
function writeLog(sink, text) {
  try {
    fs.writeSync(sink, text);
  } catch {
    // The end of the output is in memory as well.
  }
}

function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
