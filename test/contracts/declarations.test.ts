/**
 * Notebook cells are checked by tslab's own TypeScript 5.0.4. Syntax of newer declarations that it does not know turns
 * into `any` without a word, so every exported type is looked at through that compiler.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import ts from '@tslab/typescript-for-tslab';

const root = path.resolve(__dirname, '..', '..');
const dist = path.join(root, 'lib', 'dist') + path.sep;
const cell = path.join(root, 'notebooks', 'declarations-check.ts');

/** The same options as tslab's, and strict on top. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.NodeJs,
  esModuleInterop: true,
  strict: true,
  noEmit: true,
  types: ['node'],
};

function createProgram(text: string): ts.Program {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => file === cell || fileExists(file);
  host.readFile = (file) => (file === cell ? text : readFile(file));
  host.getSourceFile = (file, ...rest) =>
    file === cell ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  host.getCurrentDirectory = () => root;
  return ts.createProgram([cell], options, host);
}

const program = createProgram(`import * as clusterlab from 'clusterlab';\nexport = clusterlab;\n`);
const checker = program.getTypeChecker();
const ours = program.getSourceFiles().filter((file) => path.resolve(file.fileName).startsWith(dist));

test("tslab's compiler is the one that reads the declarations", () => {
  assert.equal(ts.version, '5.0.4');
});

test('a cell that imports clusterlab has no type errors', () => {
  const file = program.getSourceFile(cell)!;
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  assert.deepEqual(
    found.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')),
    [],
  );
  assert.ok(ours.length > 0, 'the compiled library was not found');
});

test('TypeScript 5.0 reads every declaration file without an error', () => {
  const found = ours.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  const lines = found.map(
    (d) => `${d.file?.fileName}: ${ts.flattenDiagnosticMessageText(d.messageText, '\n')}`,
  );
  assert.deepEqual(lines, []);
});

test('no declarations of other packages are read, but for those of Node', () => {
  const foreign = program
    .getSourceFiles()
    .map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.fileName)?.[1])
    .filter((name) => name !== undefined && !/^(@tslab\/typescript|@types\/node$|undici-types$)/.test(name));
  assert.deepEqual([...new Set(foreign)], []);
});

test('no exported type is any', () => {
  const index = ours.find((file) => path.basename(file.fileName) === 'index.d.ts')!;
  const names = checker.getExportsOfModule(checker.getSymbolAtLocation(index)!);
  assert.ok(names.length > 0);
  const found: string[] = [];
  const seen = new Set<ts.Type>();
  for (const exported of names) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.flags & ts.SymbolFlags.Value)
      visit(checker.getTypeOfSymbolAtLocation(symbol, index), exported.name);
    if (symbol.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(symbol), exported.name);
  }
  assert.deepEqual(found, []);

  function visit(type: ts.Type, where: string): void {
    if (type.flags & ts.TypeFlags.Any) found.push(where);
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) for (const part of type.types) visit(part, where);
    for (const argument of checker.getTypeArguments(type as ts.TypeReference) ?? [])
      visit(argument, `${where}<>`);
    // Types of other packages are not ours to judge.
    if (!type.symbol?.declarations?.some((d) => path.resolve(d.getSourceFile().fileName).startsWith(dist)))
      return;
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.getParameters()) {
        visit(checker.getTypeOfSymbolAtLocation(parameter, index), `${where}(${parameter.name})`);
      }
      visit(signature.getReturnType(), `${where}()`);
    }
    for (const property of type.getProperties()) {
      visit(checker.getTypeOfSymbolAtLocation(property, index), `${where}.${property.name}`);
    }
  }
});
