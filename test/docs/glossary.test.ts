/** The names on our side of the glossary exist: functions, their options, the fields of their results. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

import { root } from '../support/markdown-files.js';

const index = path.join(root, 'lib', 'src', 'index.ts');
const { config } = ts.readConfigFile(path.join(root, 'lib', 'tsconfig.json'), (file) =>
  fs.readFileSync(file, 'utf8'),
);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.join(root, 'lib'));
const program = ts.createProgram([index], options);
const checker = program.getTypeChecker();
const exported = new Map(
  checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!)
    .map((symbol) => [
      symbol.name,
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    ]),
);

/** What is wrong with `f`, `f({ option })` or `f().field`; undefined if nothing is. */
function problem(term: string): string | undefined {
  const [, name, option, field] = /^(\w+)(?:\(\{ (\w+) \}\)|\(\)\.(\w+))?$/.exec(term) ?? [];
  if (name === undefined) return `${term}: not of the form f, f({ option }) or f().field`;
  const symbol = exported.get(name);
  if (symbol === undefined) return `${term}: there is no ${name}`;
  const signature = checker.getTypeOfSymbol(symbol).getCallSignatures()[0];
  if (signature === undefined) return `${term}: ${name} is no function`;
  if (option !== undefined) {
    const last = signature.getParameters().at(-1);
    const type = last && checker.getNonNullableType(checker.getTypeOfSymbol(last));
    return type?.getProperty(option) === undefined ? `${term}: ${name} has no option ${option}` : undefined;
  }
  if (field === undefined) return undefined;
  const result = signature.getReturnType();
  const type = checker.getAwaitedType(result) ?? result;
  return type.getProperty(field) === undefined ? `${term}: the result of ${name} has no ${field}` : undefined;
}

const rows = fs
  .readFileSync(path.join(root, 'docs', 'glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| .* \| .* \| .*\|$/.test(line) && !/^\| (there|---)/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test('every name of ours in the glossary exists', () => {
  assert.ok(rows.length > 40);
  const terms = rows.flatMap(([, there, here]) => {
    const names = [...here!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
    assert.ok(names.length > 0, `${there} has no counterpart`);
    return names;
  });
  assert.deepEqual(terms.map(problem).filter(Boolean), []);
});

test('a name that does not exist is told', () => {
  assert.equal(problem('kMeans'), undefined);
  assert.equal(problem('kmeans'), 'kmeans: there is no kmeans');
  assert.equal(problem('kMeans({ k })'), 'kMeans({ k }): kMeans has no option k');
  assert.equal(problem('kMeans().sse'), 'kMeans().sse: the result of kMeans has no sse');
  assert.equal(problem('kMeans(x)'), 'kMeans(x): not of the form f, f({ option }) or f().field');
});
