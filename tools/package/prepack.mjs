/** Before `npm pack` and `npm publish` of lib/, which npm makes the current folder. */
import path from 'node:path';
import process from 'node:process';
import { libraryStep } from '../setup/library.mjs';
import { bundle } from './bundle.mjs';

const folder = process.cwd();
const root = path.dirname(folder);
if (libraryStep({ root }).isDone()) bundle({ root, folder });
else {
  console.error('lib/dist is not what lib/src says: run `npm run build` first.');
  process.exitCode = 1;
}
