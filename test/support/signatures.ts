/** What the declarations of the public functions say about their parameters. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One parameter of a public function. */
export interface Parameter {
  readonly name: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** What its type has, if it is the options. */
  readonly options: Keys | undefined;
}

/** The keys of a type of options, in order; those of the settings that are nested in it by the name of their key. */
export interface Keys {
  readonly names: readonly string[];
  readonly nested: ReadonlyMap<string, Keys>;
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
  const type = checker.getTypeAtLocation(parameter);
  return { name, optional, options: name === 'options' ? keysOf(checker, type) : undefined };
}

function keysOf(checker: ts.TypeChecker, type: ts.Type): Keys {
  const properties = checker.getNonNullableType(type).getProperties();
  const nested = properties.flatMap((property): [string, Keys][] => {
    const of = checker.getNonNullableType(checker.getTypeOfSymbol(property));
    const settings = (of.isUnion() ? of.types : [of]).find((one) =>
      /(Settings|Options|Augmentation)$/.test(one.getSymbol()?.name ?? ''),
    );
    return settings === undefined ? [] : [[property.name, keysOf(checker, settings)]];
  });
  return { names: properties.map((property) => property.name).sort(), nested: new Map(nested) };
}
