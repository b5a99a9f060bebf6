/** Type-checks the cells of every notebook, or of the ones named: `node --import tsx tools/cells/main.ts [FILE ...]`. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { checkCells, describeProblem } from './check-cells.js';

const folder = path.resolve(__dirname, '..', '..', 'notebooks');
const named = process.argv.slice(2);
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .map((name) => path.join(folder, name));
const problems = checkCells(named.length > 0 ? named : all);
for (const problem of problems) console.error(describeProblem(problem));
process.exitCode = problems.length > 0 ? 1 : 0;
