/**
 * Every argument of every public function is checked: whatever comes instead, the answer is an error of the library that
 * begins with the name of the function that was called and names the argument.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { ClusterlabError } from '../../lib/src/errors.js';
import { type Parameter, publicSignatures } from '../support/signatures.js';
import { apply, lists } from './public-api/all.js';
import type { Name } from './public-api/call.js';
import * as fixtures from './public-api/fixtures.js';

before(fixtures.prepare);

/** Arguments for which one of the values below is a good one. */
const fits: ReadonlySet<string> = new Set([
  'clusterExplorer.{ embedding, sweep }',
  'show.value',
  'randomState.seed',
  'trainTestSplit.n',
  'progress.label',
  'silhouetteScores.labelings',
]);

/** Functions that are being mended. */
const pending: ReadonlySet<string> = new Set([
  'applyNetwork',
  'applySelfLabel',
  'assign',
  'assignComponents',
  'biplot',
  'chineseMnistFolder',
  'clusterExplorer',
  'contrastiveFeatures',
  'criteriaChart',
  'cutTree',
  'dbscanSweep',
  'decodeImages',
  'deepEmbeddedClustering',
  'dendrogram',
  'dendrogramThreshold',
  'elbowCurve',
  'findSimilar',
  'meanImages',
  'pcScatter',
  'projectPca',
  'projectUmap',
  'recluster',
  'reconstructPca',
  'representatives',
  'representativesSheet',
  'saveClustering',
  'saveNetwork',
  'scoreCurve',
  'scoreLabels',
  'screeCurve',
  'silhouetteBands',
  'similarSheet',
  'toMatrix',
  'treeSweep',
  'loadChineseMnist',
  'countsBar',
]);

const signatures = publicSignatures();

/** What may come instead of an argument, with what the failure calls it. */
function instead(): readonly (readonly [string, unknown])[] {
  return [
    ['{}', {}],
    ['undefined', undefined],
    ['null', null],
    ['[]', []],
    ['a promise', Promise.resolve(fixtures.rows)],
    ['a string', join(fixtures.folder, 'nowhere', 'text')],
    ['a number', 3],
    ['NaN', NaN],
    ['a function', () => 1],
    ['[null]', [null]],
    ['[{}]', [{}]],
    ['a tree', fixtures.tree],
    ['a sweep', fixtures.sweep],
    ['components', fixtures.model],
    ['a layout', fixtures.layout],
    ['a mixture', fixtures.mixture],
    ['a clustering', fixtures.clustering],
    ['a chart', fixtures.chart],
    ['an autoencoder', fixtures.coder],
  ];
}

/** What is wrong with the answer to a call with `value` instead of `good`; undefined if nothing. */
async function fault(
  call: () => Promise<unknown>,
  name: Name,
  { name: argument, optional }: Parameter,
  value: unknown,
): Promise<string | undefined> {
  let error: unknown;
  try {
    await call();
    return fits.has(`${name}.${argument}`) || (argument === 'options' && optional && value instanceof Object)
      ? undefined
      : 'no error';
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof ClusterlabError)) return `raw ${String(error)}`;
  const { message } = error;
  if (!message.startsWith(`${name}: `)) return `another name: ${message}`;
  const words = [...argument.match(/\w+/g)!, ...(typeof value === 'string' ? [value] : [])];
  if (!words.some((word) => message.includes(word))) return `not named: ${message}`;
  return undefined;
}

for (const { name, call } of lists) {
  const parameters = signatures.get(name)!;
  if (parameters.length === 0 || pending.has(name)) continue;
  test(`${name} checks every argument`, async () => {
    const good = await call.args({});
    const faults: string[] = [];
    for (const [at, parameter] of parameters.entries()) {
      for (const [what, value] of instead()) {
        if (value === good[at] || (value === undefined && parameter.optional)) continue;
        const args = parameters.map((_, i) => (i === at ? value : good[i]));
        const found = await fault(() => apply(name, call, args), name, parameter, value);
        if (found !== undefined) faults.push(`${name}.${parameter.name} = ${what}: ${found}`);
      }
    }
    assert.equal(faults.join('\n'), '');
  });
}
