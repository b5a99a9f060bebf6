import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The Python of a virtual environment with the packages of `requirements/NAME.txt`, made when it is missing or its
 * requirements changed. The stamp is written last: an environment without it is made anew.
 */
export async function pythonOf(name: string, folder: string): Promise<string> {
  const requirements = join(__dirname, 'requirements', `${name}.txt`);
  const wanted = readFileSync(requirements, 'utf8');
  const venv = join(folder, name);
  const python = join(venv, 'bin', 'python');
  const stamp = join(venv, 'requirements.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  console.log(`  making a Python environment with ${wanted.trim().split('\n').join(', ')}`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(stamp, wanted);
  return python;
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${status}`);
}
