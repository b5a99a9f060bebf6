/** The options that a function declares are those that it takes, also where they are nested. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import * as clusterlab from '../../lib/src/index.js';
import { ArgumentError } from '../../lib/src/errors.js';
import { type Keys, publicSignatures } from '../support/signatures.js';
import { invoke, lists } from './public-api/all.js';
import type { Call, Name } from './public-api/call.js';
import { clustering, pictures, prepare } from './public-api/fixtures.js';

before(prepare);

const signatures = publicSignatures();

/** Refuses what the function says that it takes, and what it takes in nested settings, if that is not what it declares. */
async function sameKeys(name: Name, call: Call, declared: Keys, path: readonly string[]): Promise<void> {
  const place = ['options', ...path].join('.');
  const extra = path.reduceRight<object>((inner, key) => ({ [key]: inner }), { noSuchOption: 1 });
  await assert.rejects(
    () => invoke(name, call, extra),
    (error: unknown) => {
      assert.ok(error instanceof ArgumentError, String(error));
      assert.deepEqual([error.fn, error.argument], [name, `${place}.noSuchOption`]);
      const taken = /^one of the known options \((.*)\)$/.exec(error.expected)![1]!.split(', ');
      assert.deepEqual(taken.sort(), declared.names, place);
      return true;
    },
  );
  for (const [key, keys] of declared.nested) await sameKeys(name, call, keys, [...path, key]);
}

for (const { name, call } of lists) {
  const declared = signatures.get(name)!.find(({ options }) => options !== undefined)?.options;
  test(`${name} takes the options that it declares`, async () => {
    assert.equal(declared !== undefined, call.options);
    if (declared === undefined) return;
    await sameKeys(name, call, declared, []);
    // An option that is undefined is one that was left out.
    const good = (await call.args({})).at(-1) as object;
    const undefinedOnes = declared.names.filter((key) => !(key in good)).map((key) => [key, undefined]);
    await invoke(name, call, Object.fromEntries(undefinedOnes));
  });
}

test('an option of a stage is named by its path, and so is the function that was called', async () => {
  const { clusterImages, recluster } = clusterlab;
  const wrong = (error: unknown): unknown => error instanceof ArgumentError && [error.fn, error.argument];
  const found = async (call: Promise<unknown>): Promise<unknown> => call.then(() => 'no error', wrong);
  for (const [options, argument] of [
    [{ tSne: { maxIter: 3 } }, 'options.tSne.maxIter'],
    [{ embedding: 'umap', umap: { nNeighbors: 1 } }, 'options.umap.nNeighbors'],
    [{ pca: { tol: -1 } }, 'options.pca.tol'],
    [{ features: 'hog', hog: { orientations: 0 } }, 'options.hog.orientations'],
    [{ features: 'hog-pca', hogWindows: { orientations: 0 } }, 'options.hogWindows.orientations'],
    [{ clean: { gamma: -1 } }, 'options.clean.gamma'],
    [{ normalize: { size: 0 } }, 'options.normalize.size'],
    [{ refine: 'self-label', selfLabel: { nEpochs: 0 } }, 'options.selfLabel.nEpochs'],
  ] as const)
    assert.deepEqual(await found(clusterImages(pictures, options)), ['clusterImages', argument]);
  for (const [options, argument] of [
    [{ cluster: 'spectral', spectral: { nInit: 0 } }, 'options.spectral.nInit'],
    [{ cluster: 'spectral', spectral: { nNeighbors: 1 } }, 'options.spectral.nNeighbors'],
    [{ cluster: 'gaussian-mixture', gaussianMixture: { tol: -1 } }, 'options.gaussianMixture.tol'],
    [{ cluster: 'dbscan', dbscan: { eps: 0 } }, 'options.dbscan.eps'],
    [{ cluster: 'hdbscan', hdbscan: { alpha: 0 } }, 'options.hdbscan.alpha'],
  ] as const)
    assert.deepEqual(await found(recluster(clustering, options)), ['recluster', argument]);
});

test('maxMemoryBytes of clusterImages reaches every stage', async () => {
  for (const options of [
    {},
    { embedding: 'umap' },
    { embedding: 'none' },
    { embedding: 'none', cluster: 'spectral' },
    { embedding: 'none', refine: 'self-label' },
  ] as const) {
    await assert.rejects(clusterlab.clusterImages(pictures, { ...options, maxMemoryBytes: 1 }), {
      name: 'ArgumentError',
      message: /^clusterImages: expected options.maxMemoryBytes to be /,
    });
  }
});
