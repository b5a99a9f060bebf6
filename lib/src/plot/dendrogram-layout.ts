import type { LinkageTree } from '../cluster/linkage-tree.js';
import { subtreeHeights } from '../cluster/subtree-heights.js';

/** A line of a dendrogram, x in branches from the left, y in heights. */
export interface Bracket {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  /** Height and rows of the merge it belongs to. */
  readonly height: number;
  readonly rows: number;
  /** Number, from the left, of the cluster below the cut that it belongs to; undefined above the cut and without one. */
  readonly cluster: number | undefined;
}

/** The foot of a branch. */
export interface Branch {
  readonly x: number;
  readonly text: string;
}

/** The top of a tree as lines: three for every merge. `p` branches remain at its foot, as scipy's `truncate_mode='lastp'`. */
export function layOutDendrogram(
  tree: LinkageTree,
  p: number,
  cut: number | undefined,
): { readonly brackets: readonly Bracket[]; readonly branches: readonly Branch[] } {
  const { children, heights, counts, nLeaves } = tree;
  const firstDrawn = 2 * nLeaves - p;
  const whole = subtreeHeights(tree);
  const brackets: Bracket[] = [];
  const branches: Branch[] = [];
  let nClusters = 0;

  function draw(
    node: number,
    inherited: number | undefined,
  ): { readonly x: number; readonly y: number; readonly cluster: number | undefined } {
    const merge = node - nLeaves;
    const belowCut = cut !== undefined && (merge < 0 || whole[merge]! <= cut);
    const cluster = inherited ?? (belowCut ? nClusters++ : undefined);
    if (node < firstDrawn) {
      const x = branches.length;
      branches.push({ x, text: merge < 0 ? String(node) : `(${counts[merge]})` });
      return { x, y: 0, cluster };
    }
    const sides = [draw(children[2 * merge]!, cluster), draw(children[2 * merge + 1]!, cluster)] as const;
    const height = heights[merge]!;
    const line = { height, rows: counts[merge]! };
    for (const side of sides)
      brackets.push({ ...line, x: side.x, y: side.y, x2: side.x, y2: height, cluster: side.cluster });
    brackets.push({ ...line, x: sides[0].x, y: height, x2: sides[1].x, y2: height, cluster });
    return { x: (sides[0].x + sides[1].x) / 2, y: height, cluster };
  }

  draw(2 * nLeaves - 2, undefined);
  return { brackets, branches };
}
