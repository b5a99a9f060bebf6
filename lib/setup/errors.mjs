/**
 * What went wrong, in words: each failure is turned into causes, each cause carries what the failing command said and
 * the commands that repair it.
 */
import fs from 'node:fs';
import process from 'node:process';
import { CommandError } from './run.mjs';

/** @typedef {{ what: string, tried?: string, said?: string[], fixes: string[] }} Cause */

/** A step that failed, with every way that was tried. */
export class SetupError extends Error {
  /**
   * @param {string} problem - one sentence
   * @param {Cause[]} causes
   */
  constructor(problem, causes) {
    super([problem, ...causes.map((cause) => cause.what)].join('\n'));
    this.problem = problem;
    this.causes = causes;
  }
}

/** Known sentences of npm, pip, compilers and the system, and what helps against them. First match wins. */
const KNOWN = [
  {
    test: /ENOSPC|No space left on device|not enough free space/i,
    what: 'The disk is full.',
    fixes: () => [
      'df -h . ~',
      'npm cache clean --force',
      '# or keep the big files elsewhere: export CLUSTERLAB_CACHE=/path/on/a/larger/disk',
    ],
  },
  {
    test: /DO NOT MATCH THE HASHES|EINTEGRITY|checksum/i,
    what: 'A download is not what was pinned (broken transfer, or a proxy or mirror that changes files).',
    fixes: () => ['python3 -m pip cache purge', 'npm cache clean --force'],
  },
  {
    test: /CERT|certificate|SELF_SIGNED|SSL/,
    what: 'The certificate of the package registry is not trusted here (usually a company proxy).',
    fixes: () => [
      'export NODE_EXTRA_CA_CERTS=/path/to/company-ca.pem',
      'export PIP_CERT=/path/to/company-ca.pem',
    ],
  },
  {
    test: /are in sync|EUSAGE/,
    what: 'package.json and package-lock.json do not belong together.',
    fixes: () => [
      'git checkout package.json lib/package.json package-lock.json',
      '# or, if you changed dependencies on purpose: npm install --ignore-scripts',
    ],
  },
  {
    test: /ensurepip|No module named '?venv|python3-venv/,
    what: 'This Python has no venv module.',
    fixes: () => [install({ debian: 'python3-venv', fedora: 'python3', mac: 'brew install python' })],
  },
  {
    test: /No module named '?pip/,
    what: 'This Python has no pip.',
    fixes: () => [
      install({ debian: 'python3-pip python3-venv', fedora: 'python3-pip', mac: 'brew install python' }),
    ],
  },
  {
    test: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|getaddrinfo|name resolution|Max retries exceeded|Network is unreachable|No matching distribution|Could not find a version|timed out|socket hang up|ProxyError|Failed to establish a new connection|E40[347]|network/i,
    what: 'The package registry (or download server) could not be reached.',
    fixes: () => [
      'npm ping',
      'python3 -m pip download --no-deps -d /tmp six',
      '# behind a proxy: export HTTPS_PROXY=http://proxy:port',
    ],
  },
  {
    test: /EACCES|EPERM|Permission denied|EROFS|Read-only file system/i,
    what: 'A file or folder may not be written.',
    fixes: () => [
      'ls -ld . ~/.npm ~/.cache',
      'sudo chown -R "$(id -u):$(id -g)" . ~/.npm ~/.cache',
      '# or write elsewhere: export CLUSTERLAB_CACHE=/a/writable/folder',
    ],
  },
];

/**
 * @param {unknown} error - from a command, the file system or our own checks
 * @param {Partial<Cause> & { ownTools?: boolean }} [context] - what was tried, and fixes for a failure that is not a
 *   known one; `ownTools` when the output is a compiler's or ours, in which such sentences mean something else
 * @returns {Cause}
 */
export function causeOf(error, context = {}) {
  if (error instanceof SetupError) {
    const [first] = error.causes;
    return { ...first, what: first.what || error.problem };
  }
  const said = error instanceof CommandError ? keyLines(error.output) : [];
  const text = [error?.code, error?.message, ...(error instanceof CommandError ? [error.output] : [])].join(
    '\n',
  );
  const known = context.ownTools ? undefined : KNOWN.find(({ test }) => test.test(text));
  const detail = error instanceof CommandError ? error.detail : (error?.message ?? String(error));
  return {
    what: [context.what, known?.what].filter(Boolean).join(' ') || detail,
    tried: error instanceof CommandError ? error.line : context.tried,
    said: said.length > 0 && detail.startsWith('exit code') ? said : [...said, detail],
    fixes: known ? known.fixes() : (context.fixes ?? []),
  };
}

/** The lines of a command's output that say why it failed: the first three and the last three of them. */
export function keyLines(output) {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '' && !NOISE.test(line));
  const telling = lines.filter((line) => TELLING.test(line));
  const chosen = telling.length > 0 ? telling : lines.slice(-6);
  const shown = chosen.length > 6 ? [...chosen.slice(0, 3), ...chosen.slice(-3)] : chosen;
  return shown.map((line) => (line.length > 200 ? `${line.slice(0, 197)}...` : line));
}

const TELLING =
  /\berror\b|fatal|ERR!|cannot|can't|not found|No such|denied|No space|refused|No module|unavailable|not available/i;
const NOISE = /^npm (warn|error\s*$|error [{}])|^WARNING: (Retrying|Location)|A complete log of this run/i;

/**
 * The command that installs a system package here.
 *
 * @param {{ debian: string, fedora: string, mac: string }} names - packages of apt and dnf; a whole command for macOS
 */
export function install({ debian, fedora, mac }) {
  if (process.platform === 'darwin') return mac;
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (fs.existsSync('/etc/fedora-release') || fs.existsSync('/etc/redhat-release'))
    return `${sudo}dnf install -y ${fedora}`;
  return `${sudo}apt-get update && ${sudo}apt-get install -y ${debian}`;
}

/**
 * Everything that failed in one run, on one page.
 *
 * @param {Error[]} failures
 * @param {string} logDir
 */
export function errorPage(failures, logDir) {
  const lines = ['', 'The set-up could not be finished.', ''];
  for (const failure of failures) {
    const problem = failure.problem ?? failure.stack ?? String(failure);
    lines.push(`■ ${problem}`);
    (failure.causes ?? []).forEach((cause, i) => {
      lines.push('', `  ${failure.causes.length > 1 ? `${i + 1}. ` : ''}${cause.what}`);
      if (cause.tried) lines.push(`     tried: ${cause.tried}`);
      for (const line of cause.said ?? []) lines.push(`     | ${line}`);
      for (const line of cause.fixes) lines.push(`     fix:   ${line}`);
    });
    lines.push('');
  }
  lines.push(
    `The full output of every command is in ${logDir}.`,
    'After a fix run the same command again: what is finished is kept.',
    '',
  );
  return lines.join('\n');
}
