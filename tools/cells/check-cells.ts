import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { type Notebook, textOf } from '../notebooks/notebook-file.js';
import { virtualProgram } from './virtual-program.js';

/** A type error in a cell. */
export interface CellProblem {
  readonly notebook: string;
  /** Number of the code cell as Jupyter counts them. */
  readonly cell: number;
  /** Line in the cell, from 1. */
  readonly line: number;
  readonly message: string;
}

/** The code cells of one notebook as one TypeScript module. */
interface CellModule {
  readonly notebook: string;
  readonly text: string;
  /** For each line of `text`: the cell and line it comes from. */
  readonly origin: readonly { readonly cell: number; readonly line: number }[];
}

/**
 * Type-checks the code cells of notebooks with `strict` and `noUncheckedIndexedAccess`, which tslab leaves out.
 *
 * The cells of a notebook are checked as one module: declaring a name in two cells is a problem too. Tslab allows it,
 * a reader who runs the cells out of order pays for it.
 */
export function checkCells(notebooks: readonly string[]): readonly CellProblem[] {
  const modules = new Map(notebooks.map((file) => [moduleName(file), joinCells(file)]));
  const program = virtualProgram(new Map([...modules].map(([name, { text }]) => [name, text])));
  const typeProblems = ts.getPreEmitDiagnostics(program).map((diagnostic) => toProblem(diagnostic, modules));
  return [
    ...typeProblems,
    ...[...modules].flatMap(([name, module]) => shorthandProblems(program, name, module)),
  ];
}

/**
 * `{ name }` where `name` comes from an earlier cell: correct TypeScript, but tslab 1.0.22 leaves the name as it is when
 * it turns the names of earlier cells into properties, and the cell ends with "name is not defined".
 */
function shorthandProblems(program: ts.Program, name: string, module: CellModule): readonly CellProblem[] {
  const file = program.getSourceFile(name);
  if (file === undefined) return [];
  const checker = program.getTypeChecker();
  const placeOf = (node: ts.Node): { cell: number; line: number } =>
    pick(module.origin[file.getLineAndCharacterOfPosition(node.getStart(file)).line]);
  const problems: CellProblem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const declaration = checker.getShorthandAssignmentValueSymbol(node)?.valueDeclaration;
      const place = placeOf(node);
      if (declaration?.getSourceFile() === file && placeOf(declaration).cell < place.cell) {
        const text = node.name.text;
        problems.push({
          notebook: module.notebook,
          ...place,
          message: `Write ${text}: ${text}, tslab does not find a name of an earlier cell in { ${text} }.`,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return problems;
}

function joinCells(file: string): CellModule {
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as Notebook;
  const lines = cells
    .filter((cell) => cell.cell_type === 'code')
    .flatMap(({ source }, i) =>
      textOf(source)
        .split('\n')
        .map((text, j) => ({ text, cell: i + 1, line: j + 1 })),
    );
  return { notebook: path.basename(file), text: lines.map(({ text }) => text).join('\n'), origin: lines };
}

/** Beside the notebook, so that imports resolve as they do in it. TypeScript wants slashes. */
function moduleName(file: string): string {
  return path
    .resolve(file)
    .replace(/\\/g, '/')
    .replace(/\.ipynb$/, '.cells.ts');
}

function toProblem(
  { file, start, messageText }: ts.Diagnostic,
  modules: ReadonlyMap<string, CellModule>,
): CellProblem {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  const module = file === undefined ? undefined : modules.get(file.fileName);
  if (file === undefined || module === undefined)
    return { notebook: file?.fileName ?? '', cell: 0, line: 0, message };
  const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
  return { notebook: module.notebook, ...pick(module.origin[line]), message };
}

function pick(origin: { readonly cell: number; readonly line: number } | undefined): {
  cell: number;
  line: number;
} {
  return { cell: origin?.cell ?? 0, line: origin?.line ?? 0 };
}

/** '02-k-means.ipynb cell 3 line 2: ...' */
export function describeProblem({ notebook, cell, line, message }: CellProblem): string {
  return `${notebook} cell ${cell} line ${line}: ${message}`;
}
