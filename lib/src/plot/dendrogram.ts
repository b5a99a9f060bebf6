import { cutTree } from '../cluster/cut-tree.js';
import { dendrogramThreshold } from '../cluster/dendrogram-threshold.js';
import type { LinkageTree } from '../cluster/linkage-tree.js';
import { ArgumentError } from '../errors.js';
import { checkInteger, checkNumber, checkOptions } from '../options.js';
import { type Chart, makeChart } from './chart.js';
import { drawnOptions } from './drawn-text.js';
import { layOutDendrogram } from './dendrogram-layout.js';
import { labelColor } from './label-encoding.js';

/** Options of {@link dendrogram}. */
export interface DendrogramOptions {
  /** Lowest branches that are drawn: the top p - 1 merges, what lies below is one branch each. In [2, 500]. @defaultValue 30 */
  readonly p?: number;
  /** Number of clusters to cut the tree into: a line halfway between the merges above and below. @defaultValue no cut */
  readonly nClusters?: number;
  /** Height to cut the tree at, instead of `nClusters`. @defaultValue no cut */
  readonly height?: number;
  /** @defaultValue names the linkage and the number of rows */
  readonly title?: string;
}

const ABOVE_CUT = '#666666';

/**
 * A tree of merges from its top: each bracket joins two branches at the height of their distance.
 *
 * Branches stand in scipy's order, left child left. A number in brackets under a branch counts its rows; without brackets it
 * is the row itself. Below the cut every cluster has a colour; a branch that is cut inside stays grey and says so by
 * ending below the line. O(leaves of the tree).
 *
 * @param tree - From `linkage`.
 * @throws {@link ArgumentError} if an option is out of range, or both `nClusters` and `height` are given.
 * @example
 * await show(dendrogram(await linkage(scores, { method: 'ward' }), { nClusters: 11 }));
 */
export function dendrogram(tree: LinkageTree, options: DendrogramOptions = {}): Chart {
  const fn = 'dendrogram';
  checkOptions(fn, options, ['p', 'nClusters', 'height', 'title']);
  const {
    p = 30,
    nClusters,
    height,
    title = `Dendrogram (${tree.method}) of ${tree.nLeaves} rows`,
  } = drawnOptions(fn, options, ['title']);
  checkInteger(fn, 'p', p, 2, 500);
  if (nClusters !== undefined && height !== undefined)
    throw new ArgumentError(fn, 'options.height', 'absent where nClusters is given', height);
  if (nClusters !== undefined) checkInteger(fn, 'nClusters', nClusters, 2, tree.nLeaves, 'rows of data');
  if (height !== undefined) checkNumber(fn, 'height', height, 0);
  const cut = nClusters === undefined ? height : dendrogramThreshold(tree, nClusters).threshold;

  const { brackets, branches } = layOutDendrogram(tree, Math.min(p, tree.nLeaves), cut);
  const lines = brackets.map(({ cluster, ...line }) => ({
    ...line,
    color: cluster === undefined ? ABOVE_CUT : labelColor(cluster),
  }));
  const top = tree.heights.reduce((max, value) => Math.max(max, value), cut ?? 0);
  const count =
    cut === undefined
      ? 0
      : cutTree(tree, { height: cut }).reduce((max, label) => Math.max(max, label + 1), 0);
  const cutText = cut === undefined ? '' : `cut at ${Number(cut.toPrecision(4))}: ${count} clusters`;
  const alt = `Dendrogram. ${title}: the top ${branches.length - 1} merges${cut === undefined ? '' : `, ${cutText}`}.`;
  const x = {
    field: 'x',
    type: 'quantitative',
    axis: null,
    scale: { domain: [-0.5, branches.length - 0.5], nice: false },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    title: `distance (${tree.method})`,
    scale: { domain: [0, top * 1.05 || 1], nice: false },
  };
  const steep = branches.length > 12;
  return makeChart(fn, title, alt, {
    width: Math.max(360, Math.min(900, 18 * branches.length)),
    height: 300,
    padding: { left: 5, top: 5, right: 5, bottom: 5 },
    layer: [
      {
        data: { values: lines },
        mark: { type: 'rule', strokeWidth: 1.5, strokeCap: 'square' },
        encoding: {
          x,
          y,
          x2: { field: 'x2' },
          y2: { field: 'y2' },
          color: { field: 'color', type: 'nominal', scale: null },
          tooltip: [{ field: 'height', format: '.5~g' }, { field: 'rows' }],
        },
      },
      {
        data: { values: branches },
        mark: {
          type: 'text',
          angle: steep ? 270 : 0,
          align: steep ? 'right' : 'center',
          baseline: steep ? 'middle' : 'top',
          dy: steep ? 0 : 6,
          dx: steep ? -6 : 0,
          fontSize: 10,
        },
        encoding: { x, y: { datum: 0 }, text: { field: 'text', type: 'nominal' } },
      },
      ...(cut === undefined
        ? []
        : [
            {
              data: { values: [{ y: cut }] },
              mark: { type: 'rule', strokeDash: [6, 4], color: 'black' },
              encoding: { y },
            },
            // A white outline below the words keeps them legible where branches cross.
            ...[{ stroke: 'white', strokeWidth: 5 }, {}].map((outline) => ({
              data: { values: [{ y: cut }] },
              mark: {
                type: 'text',
                align: 'right',
                baseline: 'bottom',
                dy: -3,
                fontWeight: 'bold',
                text: cutText,
                ...outline,
              },
              encoding: { x: { value: 'width' }, y },
            })),
          ]),
    ],
  });
}
