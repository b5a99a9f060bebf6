/** Every public name is documented: what it means, shapes, defaults, errors, cost, source. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

import { documentationProblems } from '../support/documentation.js';
import { scratchFolder } from '../support/scratch.js';

const root = path.resolve(__dirname, '..', '..');
const source = path.join(root, 'lib', 'src');

/** Folders of methods: each comes from a paper or equals another implementation. */
const methods = ['random', 'preprocess', 'reduce', 'cluster', 'metrics', 'select', 'deep'];

const rules = {
  errors: ['ArgumentError', 'DataError'],
  needsSource: (file: string) => methods.includes(file.split('/')[0]!),
};

test('every public name says what it is, takes, returns, throws and costs, and where it comes from', () => {
  const index = path.join(source, 'index.ts');
  const { config } = ts.readConfigFile(path.join(root, 'lib', 'tsconfig.json'), (file) =>
    fs.readFileSync(file, 'utf8'),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.join(root, 'lib'));
  assert.deepEqual(documentationProblems(ts.createProgram([index], options), index, rules), []);
});

test('what is missing is told', () => {
  const folder = fs.realpathSync(scratchFolder('documentation'));
  const index = path.join(folder, 'cluster', 'index.ts');
  fs.mkdirSync(path.dirname(index));
  fs.writeFileSync(
    index,
    `class ArgumentError extends Error {}
function check(n: number): void { if (n < 0) throw new ArgumentError('n'); }
const later = (n: number): void => check(n);
export function bare(): void {}
/** Doubles. */
export function some(n: number, options: GoodOptions = {}): number { later(n); check(n); return 2 * n; }
/**
 * Halves. O(1).
 *
 * @param n - Any number.
 * @returns Half of it.
 * @throws {@link ArgumentError} if it is negative.
 * @example
 * whole(2); // 1
 * @see Euclid.
 */
export function whole(n: number): number { check(n); return n / 2; }
/** Options. */
export interface GoodOptions {
  /** A weight. @defaultValue 1 */
  readonly weight?: number;
}
/** Options. */
export interface BadOptions {
  readonly a: number;
  /** Something. */
  readonly b?: number;
  /** Values. */
  readonly c: Float64Array;
  /** Values, [nRows]. */
  readonly d: Float64Array;
}
export type Name = string;
/** An error. */
export class Wrong extends Error {
  readonly code: string = '';
}
`,
  );
  const program = ts.createProgram([index], { strict: true, target: ts.ScriptTarget.ES2022 });
  const found = documentationProblems(program, index, {
    errors: ['ArgumentError'],
    needsSource: (file) => file === 'index.ts',
  });
  assert.deepEqual(
    found.map((line) => line.replace('(index.ts): ', '')),
    [
      'bare no doc comment',
      'some no @param n',
      'some no @returns, and number does not say what it is',
      'some no @throws {@link ArgumentError}',
      'some no complexity: O(...), runs of k-means, or operations a picture',
      'some no @example',
      'some no @see: the paper, or the implementation that it equals',
      'BadOptions no text for the field a',
      'BadOptions no @defaultValue for the field b',
      'BadOptions no shape for the field c, Float64Array',
      'Name no doc comment',
      'Wrong no text for the member code',
    ],
  );
});
