import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  linkage,
  pca,
  rescaleImages,
  standardize,
  treeSweep,
  type ChineseMnist,
  type LinkageTree,
  type Progress,
} from 'clusterlab';

import { close, same, told, type Figure } from './figures.js';

/** SciPy's Ward tree of the exact scores of the real images; see test/reference/README.md. */
interface Reference {
  readonly rescaled_sum: number;
  readonly 'pixels_sha256 (uint8, 15000 x 4096, as decoded)': string;
  readonly 'rescaled_sha256 (uint8, 15000 x 4096)': string;
  readonly 'components_for_0.95': number;
  readonly first_5_merges: readonly Merge[];
  readonly 'last_12_merges (left, right, height, count)': readonly Merge[];
  readonly cuts: Readonly<Record<string, { readonly silhouette: number; readonly sizes: readonly number[] }>>;
}

type Merge = readonly [left: number, right: number, height: number, count: number];

/** Clustimage's flow on the real images, with the exact PCA in place of its unseeded one. */
export async function wardFigures(
  { images }: ChineseMnist,
  onProgress: (progress: Progress) => void,
): Promise<Figure[]> {
  const file = join(__dirname, '..', '..', 'test', 'reference', 'ward-chinese-mnist.json');
  const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
  const rescaled = await rescaleImages(await studyPixels(images.data, images.nRows));
  const { scores, nComponents } = await pca(rescaled, { nComponents: 0.95, onProgress });
  const tree = await linkage(scores, { method: 'ward', onProgress });
  const sweep = await treeSweep(scores, tree, { minClust: 2, maxClust: 24, onProgress });
  const best = (min: number): number => {
    const rows = sweep.rows.filter(({ nClusters }) => nClusters >= min);
    return rows.reduce((winner, row) => (row.score > winner.score ? row : winner)).nClusters;
  };
  const ten = sweep.rows.find(({ nClusters }) => nClusters === 10)!;
  return [
    same(
      'sha256 of the pixels',
      reference['pixels_sha256 (uint8, 15000 x 4096, as decoded)'],
      sha256(images.data),
    ),
    same(
      'sha256 of the rescaled pixels',
      reference['rescaled_sha256 (uint8, 15000 x 4096)'],
      sha256(rescaled.data),
    ),
    same(
      'sum of the rescaled pixels',
      reference.rescaled_sum,
      rescaled.data.reduce((sum, value) => sum + value, 0),
    ),
    same('components for 95 %', reference['components_for_0.95'], nComponents),
    ...mergeFigures('first merges', reference.first_5_merges, tree, 0),
    ...mergeFigures(
      'last merges',
      reference['last_12_merges (left, right, height, count)'],
      tree,
      tree.heights.length - 12,
    ),
    ...sweep.rows.flatMap((row) => {
      const expected = reference.cuts[row.nClusters]!;
      return [
        same(`${row.nClusters} clusters: sizes`, expected.sizes, row.counts),
        close(`${row.nClusters} clusters: silhouette`, expected.silhouette, row.score),
      ];
    }),
    same('best of 3..24', 3, best(3)),
    same('best of 10..24, exact scores', 11, best(10)),
    told(
      'best of 10..24, as published',
      '10',
      `one draw of an unseeded, randomized PCA: with exact scores 10 clusters score ${ten.score.toFixed(5)}`,
    ),
  ];
}

/** The study divides by 255 before it standardizes: the last bits decide some of the bytes that rescaling cuts off. */
async function studyPixels(bytes: Uint8Array, nRows: number): ReturnType<typeof standardize> {
  const data = Float64Array.from(bytes, (byte) => byte / 255);
  return standardize({ data, nRows, nColumns: data.length / nRows });
}

function mergeFigures(what: string, expected: readonly Merge[], tree: LinkageTree, start: number): Figure[] {
  const merges = expected.map((_, i) => [
    tree.children[2 * (start + i)],
    tree.children[2 * (start + i) + 1],
    tree.counts[start + i],
  ]);
  const heights = expected.map(([, , height], i) => Math.abs(tree.heights[start + i]! / height - 1));
  const worst = Math.max(...heights);
  return [
    same(
      `${what}: left, right, count`,
      expected.map(([left, right, , count]) => [left, right, count].join(' ')),
      merges.map((merge) => merge.join(' ')),
    ),
    {
      what: `${what}: heights`,
      published: 'at most 1e-9 off',
      ours: worst.toExponential(1),
      agrees: worst <= 1e-9,
    },
  ];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
