/** What the declarations of the public functions say about their parameters. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One parameter of a public function. */
export interface Parameter {
  readonly name: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** The keys of its type, if it is the options. */
  readonly optionKeys: readonly string[] | undefined;
}

/** The parameters of every function that `lib/src/index.ts` exports, by name. */
export function publicSignatures(): ReadonlyMap<string, readonly Parameter[]> {
  const lib = path.resolve(__dirname, '..', '..', 'lib');
  const index = path.join(lib, 'src', 'index.ts');
  const { config } = ts.readConfigFile(path.join(lib, 'tsconfig.json'), (file) =>
    fs.readFileSync(file, 'utf8'),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, lib);
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!);
  return new Map(
    exports.flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declaration = symbol.valueDeclaration;
      return declaration !== undefined && ts.isFunctionDeclaration(declaration)
        ? [[exported.name, declaration.parameters.map((parameter) => parameterOf(checker, parameter))]]
        : [];
    }),
  );
}

function parameterOf(checker: ts.TypeChecker, parameter: ts.ParameterDeclaration): Parameter {
  const name = parameter.name.getText();
  const optional = checker.isOptionalParameter(parameter);
  const keys = (): string[] =>
    checker
      .getNonNullableType(checker.getTypeAtLocation(parameter))
      .getProperties()
      .map((p) => p.name);
  return { name, optional, optionKeys: name === 'options' ? keys() : undefined };
}
