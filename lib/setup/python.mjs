/** Finding a Python that is new enough, and a pip that works. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { install, SetupError } from './errors.mjs';

/** Names under which a Python may be found; `python3` first, numbered ones for systems whose `python3` is old. */
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Variables of the user's shell that make pip install somewhere else than it is told, or refuse. */
export const PIP_ENV = {
  PIP_USER: '0',
  PIP_REQUIRE_VIRTUALENV: '0',
  PIP_TARGET: undefined,
  PIP_PREFIX: undefined,
  PYTHONHOME: undefined,
};

/**
 * @param {Function} run
 * @param {[number, number]} minimum - lowest version that will do
 * @param {string} forWhat - for the message: what needs it
 * @returns {Promise<string>} the command
 */
export async function findPython(run, minimum, forWhat) {
  const seen = [];
  for (const name of NAMES) {
    const version = await versionOf(run, name);
    if (version === null) continue;
    const [major, minor] = version.split('.').map(Number);
    if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return name;
    seen.push(`${name} is ${version}`);
  }
  const need = `Python ${minimum.join('.')} or newer`;
  throw new SetupError(`${need} is needed for ${forWhat}.`, [
    {
      what: seen.length > 0 ? `${need} was not found.` : 'Python 3 is not installed (no python3 on PATH).',
      said: seen,
      fixes: [install({ debian: 'python3 python3-venv', fedora: 'python3', mac: 'brew install python' })],
    },
  ]);
}

async function versionOf(run, name) {
  try {
    const out = await run(name, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'], {
      timeoutMs: 30_000,
    });
    return /^\d+\.\d+\.\d+$/m.exec(out)?.[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Calls `use` with a command line that is pip: that of `python`, else (Debian's python3 without python3-pip) one from
 * a virtual environment that only lives as long as the call.
 *
 * @param {Function} run
 * @param {string} python
 * @param {(pip: string[]) => Promise<void>} use
 */
export async function withPip(run, python, use) {
  const own = [python, '-m', 'pip'];
  try {
    await run(own[0], [...own.slice(1), '--version'], { timeoutMs: 60_000 });
  } catch {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clusterlab-pip-'));
    try {
      await run(python, ['-m', 'venv', folder], { timeoutMs: 5 * 60_000, log: 'pip-venv', env: PIP_ENV });
      await use([path.join(folder, 'bin', 'python'), '-m', 'pip']);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return;
  }
  await use(own);
}
