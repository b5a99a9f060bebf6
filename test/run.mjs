/**
 * `npm test`: every test file below test/, then (for a whole run) lint, formatting and types.
 * `npm test -- kmeans pca` runs the files whose path contains one of the words; `-- --only-tests` skips the rest.
 * The tests in a real browser take minutes and run by their own word only: `npm test -- browser`.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = fs
  .readdirSync(path.join(root, 'test'), { recursive: true })
  .map((file) => path.join('test', file))
  .filter(
    (file) =>
      /\.test\.(ts|mjs)$/.test(file) &&
      (words.length === 0 ? !file.includes('browser') : words.some((word) => file.includes(word))),
  )
  .sort();
if (files.length === 0) {
  console.error(`No test file matches: ${words.join(' ')}`);
  process.exit(1);
}
// Two at a time, the test machine has two cores; browser, server and kernel need both. The limit is for a file: Node 20
// counts that way.
const concurrency = files.every((file) => file.includes('browser')) ? 1 : 2;
const options = [
  '--import',
  'tsx',
  '--test',
  '--test-reporter=spec',
  `--test-concurrency=${concurrency}`,
  '--test-timeout=600000',
];
const steps = [['tests', process.execPath, [...options, ...files]]];
if (words.length === 0 && !process.argv.includes('--only-tests')) {
  for (const script of ['lint', 'format:check', 'typecheck'])
    steps.unshift([script, 'npm', ['run', '--silent', script]]);
}
const failed = [];
for (const [name, command, args] of steps) {
  const since = performance.now();
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) failed.push(name);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} ${((performance.now() - since) / 1000).toFixed(1)} s`);
}
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
