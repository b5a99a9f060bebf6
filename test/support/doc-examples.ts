import fs from 'node:fs';
import path from 'node:path';

import type { Snippet } from './type-errors.js';

/** An `@example` of a doc comment; the code that every reader sees. */
export interface DocExample extends Snippet {
  /** What its comments state: behind which line of the code (from 0), of which expression, what it is. */
  readonly claims: readonly Claim[];
}

interface Claim {
  readonly line: number;
  readonly expression: string;
  readonly stated: string;
}

const TAG = ' * @example';
const CLAIM = /^([a-z][\w.[\]()']*): (.+)$/;

/**
 * The `@example` blocks below a folder.
 *
 * An example states results in two ways: `expression; // value`, and, below code, lines of `// expression: value,
 * expression: value`. Comments above the first line of code are free; any other that states nothing is an error, since
 * nobody would check it.
 */
export function docExamples(folder: string): readonly DocExample[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      const lines = fs.readFileSync(file, 'utf8').split('\n');
      return lines.flatMap((text, i) => {
        if (!text.startsWith(TAG)) return [];
        const rest = lines.slice(i + 1);
        const code = rest.slice(
          0,
          rest.findIndex((line) => !/^ \* (?!@)/.test(line)),
        );
        return [
          readExample(
            file,
            i + 2,
            code.map((line) => line.slice(3)),
          ),
        ];
      });
    });
}

function readExample(file: string, line: number, lines: readonly string[]): DocExample {
  const claims: Claim[] = [];
  let begun = false;
  lines.forEach((text, i) => {
    const comment = /^\/\/ (.*)$/.exec(text)?.[1];
    if (comment !== undefined) {
      if (begun) claims.push(...claimsOf(comment, i));
      return;
    }
    begun = true;
    const [, expression, stated] = /^(?!(?:const|let) )(.*);\s+\/\/ (.*)$/.exec(text) ?? [];
    if (expression !== undefined) claims.push({ line: i, expression, stated: stated! });
    else if (/\s\/\/ /.test(text))
      throw new Error(`${file}:${line + i}: the comment states nothing: ${text}`);
  });
  return { file, line, code: lines.join('\n'), claims };

  function claimsOf(comment: string, i: number): readonly Claim[] {
    return comment.split(/, (?=[a-z][\w.[\]()']*: )/).map((part) => {
      const [, expression, stated] = CLAIM.exec(part) ?? [];
      if (expression === undefined)
        throw new Error(`${file}:${line + i}: not of the form "expression: value": ${part}`);
      return { line: i, expression, stated: stated! };
    });
  }
}
