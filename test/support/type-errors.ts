import path from 'node:path';
import ts from 'typescript';

import { root } from './markdown-files.js';

/** A piece of TypeScript that stands in another file. */
export interface Snippet {
  readonly file: string;
  /** Line of its first line, from 1. */
  readonly line: number;
  readonly code: string;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  paths: { clusterlab: [path.join(root, 'lib', 'src', 'index.ts')] },
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  types: ['node'],
};

/** Where a snippet stands: 'docs/data.md:12'. */
export const placeOf = ({ file, line }: Pick<Snippet, 'file' | 'line'>): string =>
  `${path.relative(root, file)}:${line}`;

/** Type errors of snippets, each checked as a module beside package.json, so that packages are found as in a reader's script. */
export function typeErrors(snippets: readonly Snippet[]): readonly string[] {
  const texts = new Map(snippets.map((snippet, i) => [path.posix.join(root, `snippet-${i}.ts`), snippet]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name)?.code ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const snippet = texts.get(name);
    if (snippet !== undefined) return ts.createSourceFile(name, snippet.code, version, true);
    return getSourceFile.call(host, name, version, ...rest);
  };
  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
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
