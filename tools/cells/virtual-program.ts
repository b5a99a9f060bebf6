import ts from 'typescript';

const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  types: ['node'],
};

/**
 * A program of modules that are no files: cells, blocks of a page. Checked with `strict` and `noUncheckedIndexedAccess`.
 *
 * @param texts - By the path at which a module pretends to be, with slashes: imports are resolved from there.
 * @param paths - Names that imports may have beside those of packages, as `paths` of a tsconfig.
 */
export function virtualProgram(
  texts: ReadonlyMap<string, string>,
  paths: Record<string, string[]> = {},
): ts.Program {
  const options = { ...STRICT, paths };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, version, true);
    return getSourceFile.call(host, name, version, ...rest);
  };
  return ts.createProgram([...texts.keys()], options, host);
}
