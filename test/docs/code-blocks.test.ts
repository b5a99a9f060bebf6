/** Every block of code of the README and the docs is type-checked and run, and prints what the page says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, test } from 'node:test';
import { format } from 'node:util';
import ts from 'typescript';

import * as clusterlab from '../../lib/src/index.js';
import { codeBlocks, type CodeBlock } from '../support/code-blocks.js';
import { markdownFiles, root } from '../support/markdown-files.js';
import { statedOutput } from '../support/stated-output.js';

const blocks = markdownFiles().flatMap((file) => codeBlocks(path.join(root, file)));
const place = ({ file, line }: CodeBlock): string => `${path.relative(root, file)}:${line}`;
const programs = blocks.filter(({ language }) => language === 'ts');

/** Beside package.json, so that packages are found as in a script of a reader. */
const moduleOf = (block: CodeBlock): string => path.posix.join(root, `block-${blocks.indexOf(block)}.ts`);

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  paths: { clusterlab: [path.join(root, 'lib', 'src', 'index.ts')] },
  ...{
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
  },
  types: ['node'],
};

test('blocks are in a language that is looked at', () => {
  const known = ['ts', 'sh', 'text', 'mermaid'];
  const wrong = blocks.filter(({ language }) => !known.includes(language));
  assert.deepEqual(
    wrong.map((block) => `${place(block)}: ${block.language}`),
    [],
  );
});

test('programs have no type errors', () => {
  const texts = new Map(programs.map((block) => [moduleOf(block), block]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name)?.code ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const block = texts.get(name);
    if (block !== undefined) return ts.createSourceFile(name, block.code, version, true);
    return getSourceFile.call(host, name, version, ...rest);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const found = [...texts.keys()].flatMap((name) => {
    const file = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  const lines = found.map(({ file, start, messageText }) => {
    const { file: page, line } = texts.get(file!.fileName)!;
    const at = line + file!.getLineAndCharacterOfPosition(start!).line;
    return `${path.relative(root, page)}:${at}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  assert.deepEqual(lines, []);
});

/** Runs a program as a script in the root of the checkout; what it prints. */
async function run({ code }: CodeBlock): Promise<string> {
  const waiting = code.replace(/^void main\(\);$/m, 'await main();');
  const { outputText } = ts.transpileModule(waiting, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const load = createRequire(path.join(root, 'package.json'));
  const require = (name: string): unknown => (name === 'clusterlab' ? clusterlab : load(name));
  const printed: string[] = [];
  const console = { log: (...values: unknown[]) => printed.push(format(...values)) };
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await (AsyncFunction('exports', 'require', 'console', outputText)({}, require, console) as Promise<void>);
  return printed.join('\n');
}

describe('programs print what the page says', () => {
  for (const block of programs) {
    test(place(block), async () => {
      const next = blocks[blocks.indexOf(block) + 1];
      const below = next?.printed === true && next.file === block.file ? next.code.trimEnd() : undefined;
      const stated = below ?? statedOutput(block.code);
      assert.notEqual(stated, undefined, 'it prints something and the page does not say what');
      assert.equal(await run(block), stated);
    });
  }
});

describe('commands exist', () => {
  const scripts = createRequire(path.join(root, 'package.json'))('./package.json').scripts as object;
  const exists = (line: string): boolean => {
    const [command = '', first = '', second = ''] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (command === '') return true;
    if (command === 'npx') return first === 'clusterlab' && ['setup', 'doctor'].includes(second);
    if (command === 'npm' && first === 'run') return second in scripts;
    if (command === 'npm' && ['start', 'test'].includes(first)) return first in scripts;
    if (command === 'npm' && first === 'install') return /^clusterlab(-[\d.]+\.tgz)?$/.test(second);
    const files = line.match(/\b(tools|data-scripts|docs|test)\/[\w./-]+/g) ?? [];
    return (
      command === 'node' &&
      files.length > 0 &&
      files.every((file) => ts.sys.fileExists(path.join(root, file)))
    );
  };
  for (const block of blocks.filter(({ language }) => language === 'sh')) {
    test(place(block), () => {
      const wrong = block.code.split('\n').filter((line) => !exists(line));
      assert.deepEqual(wrong, []);
    });
  }
});

test('scripts that the text names exist', () => {
  const scripts = createRequire(path.join(root, 'package.json'))('./package.json').scripts as object;
  const named = markdownFiles().flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bnpm run ([\w:]+)/g)].map(
      (match) => match[1]!,
    ),
  );
  assert.deepEqual(
    [...new Set(named)].filter((name) => !(name in scripts)),
    [],
  );
});

test('what a program says that it prints is read from its comments', () => {
  assert.equal(statedOutput('console.log(1); // 1\nconst a = 2; // two\n'), '1');
  assert.equal(statedOutput('console.log([1,\n 2]);\n'), '');
  assert.equal(statedOutput('console.log(a);\n// 1\n//  2\nb();\n'), '1\n 2');
  assert.equal(statedOutput('console.log(1);\nconsole.log(2); // 2\n'), undefined);
});
