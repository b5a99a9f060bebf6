import path from 'node:path';
import ts from 'typescript';

import { virtualProgram } from '../../tools/cells/virtual-program.js';
import { root } from './markdown-files.js';

/** A piece of TypeScript that stands in another file. */
export interface Snippet {
  readonly file: string;
  /** Line of its first line, from 1. */
  readonly line: number;
  readonly code: string;
}

/** The library is checked from its sources. */
const PATHS = { clusterlab: [path.join(root, 'lib', 'src', 'index.ts')] };

/** Where a snippet stands: 'docs/data.md:12'. */
export const placeOf = ({ file, line }: Pick<Snippet, 'file' | 'line'>): string =>
  `${path.relative(root, file)}:${line}`;

/** Type errors of snippets, each checked as a module beside package.json, so that packages are found as in a reader's script. */
export function typeErrors(snippets: readonly Snippet[]): readonly string[] {
  const texts = new Map(snippets.map((snippet, i) => [path.posix.join(root, `snippet-${i}.ts`), snippet]));
  const program = virtualProgram(new Map([...texts].map(([name, { code }]) => [name, code])), PATHS);
  const found = [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  return found.map(({ file, start, messageText }) => {
    const { file: page, line } = texts.get(file!.fileName)!;
    const at = line + file!.getLineAndCharacterOfPosition(start!).line;
    return `${placeOf({ file: page, line: at })}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
