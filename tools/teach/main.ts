/**
 * Copies of the notebooks for a class: `npm run teach [-- WORD ...]`.
 *
 *   WORD   only notebooks whose name contains one of the words
 *
 * Writes teach-student (outputs cleared, exercises blank, solutions folded away) and teach-solutions, both beside
 * notebooks/ so that links, data and kernel work as they do there. Neither is committed.
 */
import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readNotebook, writeNotebook } from '../notebooks/notebook-file.js';
import { exercisesOf, solutionCopy, studentCopy } from './copies.js';

const root = path.resolve(__dirname, '..', '..');

async function main(words: readonly string[]): Promise<void> {
  const names = readdirSync(path.join(root, 'notebooks'))
    .filter((name) => name.endsWith('.ipynb'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .sort();
  if (names.length === 0) throw new Error(`no notebook matches ${words.join(' ')}`);
  for (const name of names) {
    const notebook = await readNotebook(path.join(root, 'notebooks', name));
    for (const [folder, copy] of [
      ['teach-student', studentCopy(notebook)],
      ['teach-solutions', solutionCopy(notebook)],
    ] as const) {
      await mkdir(path.join(root, folder), { recursive: true });
      await writeNotebook(path.join(root, folder, name), copy);
    }
    console.log(`${name}: ${exercisesOf(notebook).length} exercises`);
  }
  console.log('\nFor students: teach-student\nFor teachers: teach-solutions\nOpen them with: npm run lab');
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
