import { createRequire } from 'node:module';
import path from 'node:path';
import { format } from 'node:util';
import ts from 'typescript';

import * as clusterlab from '../../lib/src/index.js';
import { root } from './markdown-files.js';

/**
 * Runs a piece of TypeScript as a script in the root of the checkout would run; what it prints.
 *
 * @param names - Values that it finds under these names.
 */
export async function runSnippet(
  code: string,
  names: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { outputText } = ts.transpileModule(code, {
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
  const scope = { ...names, exports: {}, require, console };
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await (AsyncFunction(...Object.keys(scope), outputText)(...Object.values(scope)) as Promise<void>);
  return printed.join('\n');
}
