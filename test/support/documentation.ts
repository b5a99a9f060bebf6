import path from 'node:path';
import ts from 'typescript';

/** What the doc comments of a library must say; see {@link documentationProblems}. */
export interface DocumentationRules {
  /** Names of error classes that a function has to mention by `@throws` if it can throw them. */
  readonly errors: readonly string[];
  /** Whether a function in this file must name its source by `@see`. */
  readonly needsSource: (file: string) => boolean;
}

const TYPED_ARRAY = /^(readonly )?(Float64|Float32|Int32|Uint8|Uint32)Array|^Matrix$/;
const SHAPE = /\[[^\]]+\]|\b(each|every|per|one|row [im]|rows|pairs)\b/i;
const COMPLEXITY = /\bO\(|constant time|\bruns of k-means\b|\boperations an?\b/i;

/**
 * What is missing from the documentation of the names that an index file exports, one line each.
 *
 * A function needs a summary, a `@param` for everything but `options`, a `@returns` unless its result is an interface (whose
 * fields say it), a `@throws` for each error that it or what it calls throws, its complexity, an `@example`, and where
 * `needsSource` says so a `@see`. An interface needs a summary and a text for every field, with a shape for arrays and, in
 * options, a `@defaultValue`. A type, a constant, a class and its members need a summary.
 */
export function documentationProblems(
  program: ts.Program,
  index: string,
  rules: DocumentationRules,
): readonly string[] {
  const checker = program.getTypeChecker();
  const root = path.dirname(index);
  const thrown = errorsThrown(checker, root, rules.errors);
  const problems: string[] = [];
  const file = program.getSourceFile(index);
  if (file === undefined) throw new Error(`${index} is not part of the program`);
  for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(file)!)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations![0]!;
    const where = path.relative(root, declaration.getSourceFile().fileName).split(path.sep).join('/');
    const tell = (what: string): unknown => problems.push(`${exported.name} (${where}): ${what}`);
    if (summaryOf(symbol) === '') tell('no doc comment');
    else if (ts.isFunctionDeclaration(declaration)) checkFunction(symbol, declaration, where, tell);
    if (ts.isInterfaceDeclaration(declaration)) checkFields(declaration, exported.name, tell);
    if (ts.isClassDeclaration(declaration)) checkMembers(declaration, tell);
  }
  return problems;

  function summaryOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  }

  function checkFunction(
    symbol: ts.Symbol,
    declaration: ts.FunctionDeclaration,
    where: string,
    tell: (what: string) => unknown,
  ): void {
    const tags = symbol.getJsDocTags(checker);
    const texts = (name: string): readonly string[] =>
      tags.filter((tag) => tag.name === name).map((tag) => ts.displayPartsToString(tag.text).trim());
    // TypeScript takes the link after the tag for a type and leaves it out of the text.
    const comment = ts
      .getJSDocCommentsAndTags(declaration)
      .map((node) => node.getText())
      .join('\n');
    declaration.parameters.forEach(({ name }, i) => {
      const said = texts('param')[i] ?? '';
      if (ts.isIdentifier(name) && name.text === 'options') return;
      const right = !ts.isIdentifier(name) || said.startsWith(`${name.text} `);
      if (!right || said.replace(/^\S+\s*-?\s*/, '') === '') tell(`no @param ${name.getText()}`);
    });
    const result = resultType(declaration);
    if (!/^void$/.test(result.text) && !result.isInterface && (texts('returns')[0] ?? '') === '')
      tell(`no @returns, and ${result.text} does not say what it is`);
    for (const name of thrown(declaration)) {
      if (!comment.includes(`@throws {@link ${name}}`)) tell(`no @throws {@link ${name}}`);
    }
    const all = [summaryOf(symbol), ...texts('remarks'), ...texts('returns')].join('\n');
    if (!COMPLEXITY.test(all)) tell('no complexity: O(...), runs of k-means, or operations a picture');
    if ((texts('example')[0] ?? '') === '') tell('no @example');
    if (rules.needsSource(where) && (texts('see')[0] ?? '') === '')
      tell('no @see: the paper, or the implementation that it equals');
  }

  /** What a caller gets, out of its promise; whether that is an interface or type of ours, which is documented itself. */
  function resultType(declaration: ts.FunctionDeclaration): { text: string; isInterface: boolean } {
    let node = declaration.type!;
    while (ts.isTypeReferenceNode(node) && /^(Promise|AsyncGenerator)$/.test(node.typeName.getText()))
      node = node.typeArguments![node.typeArguments!.length > 1 ? 1 : 0]!;
    const text = node.getText();
    const reference = ts.isTypeReferenceNode(node) ? checker.getSymbolAtLocation(node.typeName) : undefined;
    const target =
      reference !== undefined && reference.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(reference)
        : reference;
    const ours = target?.declarations?.some((d) => d.getSourceFile().fileName.startsWith(root)) ?? false;
    return { text, isInterface: ours && text !== 'Matrix' };
  }

  function checkFields(
    declaration: ts.InterfaceDeclaration,
    name: string,
    tell: (what: string) => unknown,
  ): void {
    for (const member of declaration.members) {
      const symbol = member.name && checker.getSymbolAtLocation(member.name);
      if (symbol === undefined) continue;
      const tags = symbol.getJsDocTags(checker);
      const byDefault = tags.find((tag) => tag.name === 'defaultValue');
      const text = summaryOf(symbol);
      if (text === '' && byDefault === undefined) tell(`no text for the field ${symbol.name}`);
      else if (ts.isPropertySignature(member)) {
        const type = member.type?.getText() ?? '';
        if (TYPED_ARRAY.test(type) && !SHAPE.test(text))
          tell(`no shape for the field ${symbol.name}, ${type}`);
        const optional = member.questionToken !== undefined && /(Options|Settings)$/.test(name);
        if (optional && byDefault === undefined) tell(`no @defaultValue for the field ${symbol.name}`);
      }
    }
  }

  function checkMembers(declaration: ts.ClassDeclaration, tell: (what: string) => unknown): void {
    for (const member of declaration.members) {
      const symbol = member.name && checker.getSymbolAtLocation(member.name);
      if (symbol !== undefined && summaryOf(symbol) === '') tell(`no text for the member ${symbol.name}`);
    }
  }
}

/**
 * The errors that a function throws, itself or through functions of the library that it calls or hands on. What a
 * parameter does when it is called is not known, so errors of callbacks count where the callback is written.
 */
function errorsThrown(
  checker: ts.TypeChecker,
  root: string,
  errors: readonly string[],
): (declaration: ts.Node) => readonly string[] {
  const direct = new Map<ts.Node, { readonly errors: Set<string>; readonly uses: Set<ts.Node> }>();
  const look = (declaration: ts.Node): { errors: Set<string>; uses: Set<ts.Node> } => {
    const known = direct.get(declaration);
    if (known !== undefined) return known;
    const found = { errors: new Set<string>(), uses: new Set<ts.Node>() };
    direct.set(declaration, found);
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && errors.includes(node.expression.getText())) {
        found.errors.add(node.expression.getText());
      } else if (ts.isIdentifier(node) && node.parent !== declaration) {
        const used = functionOf(node);
        if (used !== undefined && used !== declaration) found.uses.add(used);
      }
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(declaration, visit);
    return found;
  };
  const functionOf = (node: ts.Identifier): ts.Node | undefined => {
    let symbol = checker.getSymbolAtLocation(node);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias)
      symbol = checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(root)) return undefined;
    const body = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    return body !== undefined && ts.isFunctionLike(body) ? body : undefined;
  };
  return (declaration) => {
    const seen = new Set<ts.Node>([declaration]);
    const names = new Set<string>();
    for (const next of seen) {
      const { errors: own, uses } = look(next);
      own.forEach((name) => names.add(name));
      uses.forEach((used) => seen.add(used));
    }
    return errors.filter((name) => names.has(name));
  };
}
