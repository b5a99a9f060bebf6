import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Writes each notebook as one self-contained HTML file beside it, with the nbconvert of the checkout.
 *
 * @throws if nbconvert is not installed or fails; the message is the end of what it said.
 */
export async function exportHtml(notebooks: readonly string[]): Promise<void> {
  const { jupyter, jupyterEnv } = await import('../jupyter-env.mjs');
  if (!existsSync(jupyter)) throw new Error(`${jupyter} is missing: npm run setup installs it`);
  const child = spawn(jupyter, ['nbconvert', '--to', 'html', ...notebooks], {
    env: jupyterEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0)
    throw new Error(
      `nbconvert ended with exit code ${String(code)}:\n${said.trim().split('\n').slice(-8).join('\n')}`,
    );
}
