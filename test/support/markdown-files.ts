import fs from 'node:fs';
import path from 'node:path';

/** The root of the checkout. */
export const root: string = path.resolve(__dirname, '..', '..');

/** Every page of documentation, relative to the root. */
export function markdownFiles(): readonly string[] {
  const docs = fs
    .readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.posix.join('docs', file.split(path.sep).join('/')))
    .sort();
  return ['README.md', 'lib/README.md', ...docs];
}
