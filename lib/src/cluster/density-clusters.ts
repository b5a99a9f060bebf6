import type { CondensedTree } from './condensed-tree.js';

/** Which clusters of the tree make the partition. */
export interface ClusterSelection {
  readonly clusterSelectionMethod: 'eom' | 'leaf';
  readonly clusterSelectionEpsilon: number;
  readonly allowSingleCluster: boolean;
  /** Infinity for no limit. */
  readonly maxClusterSize: number;
}

/** A cluster of the condensed tree. */
interface Node {
  readonly id: number;
  readonly parent: Node | undefined;
  /** Density at which it splits off its parent; 0 for the root. */
  readonly birth: number;
  /** Highest density at which something leaves it. */
  death: number;
  readonly size: number;
  readonly children: Node[];
  /** Sum over its points of the density range they spend in it; of its parts if those are chosen instead. */
  stability: number;
}

/** What {@link densityClusters} reads off the tree. */
export interface DensityClusters {
  readonly labels: Int32Array;
  readonly probabilities: Float64Array;
  readonly persistence: Float64Array;
  readonly outlierScores: Float64Array;
}

/** Chooses clusters of a condensed tree and describes every point by them. */
export function densityClusters(tree: CondensedTree, selection: ClusterSelection): DensityClusters {
  const n = tree.parent.reduce((least, parent) => Math.min(least, parent), Infinity);
  const nodes = clusterNodes(tree, n);
  const root = nodes[0]!;
  const chosen = select(nodes, selection);
  const clusters = nodes.filter((node) => chosen.has(node));
  const labelOf = new Map(clusters.map((node, label) => [node, label]));

  const labels = new Int32Array(n).fill(-1);
  const probabilities = new Float64Array(n);
  const outlierScores = new Float64Array(n);
  const deepest = deepestDeaths(nodes);
  const owners = chosenAbove(nodes, chosen);
  const rootThreshold =
    selection.clusterSelectionEpsilon === 0 ? root.death : 1 / selection.clusterSelectionEpsilon;
  for (let row = 0; row < tree.child.length; row++) {
    const point = tree.child[row]!;
    if (point >= n) continue;
    const lambda = tree.lambda[row]!;
    const home = tree.parent[row]! - n;
    outlierScores[point] = outlierScore(lambda, deepest[home]!);
    const owner = owners[home];
    if (owner === undefined || (owner === root && (clusters.length > 1 || lambda < rootThreshold))) continue;
    labels[point] = labelOf.get(owner)!;
    probabilities[point] =
      owner.death === 0 || lambda === Infinity ? 1 : Math.min(lambda, owner.death) / owner.death;
  }
  const persistence = persistenceOf(
    clusters,
    labels,
    nodes.reduce((most, node) => Math.max(most, node.death), 0),
  );
  return { labels, probabilities, persistence, outlierScores };
}

/** The clusters of the tree in the order of their numbers, parents first. */
function clusterNodes({ parent, child, lambda, size }: CondensedTree, n: number): Node[] {
  const nodes: Node[] = [
    { id: n, parent: undefined, birth: 0, death: 0, size: n, children: [], stability: 0 },
  ];
  for (let row = 0; row < child.length; row++) {
    if (child[row]! < n) continue;
    const above = nodes[parent[row]! - n]!;
    const node = {
      id: child[row]!,
      parent: above,
      birth: lambda[row]!,
      death: 0,
      size: size[row]!,
      children: [],
      stability: 0,
    };
    nodes.push(node);
    above.children.push(node);
  }
  for (let row = 0; row < child.length; row++) {
    const node = nodes[parent[row]! - n]!;
    node.death = Math.max(node.death, lambda[row]!);
    node.stability += (lambda[row]! - node.birth) * size[row]!;
  }
  return nodes;
}

function select(nodes: readonly Node[], selection: ClusterSelection): Set<Node> {
  const { clusterSelectionMethod: method, clusterSelectionEpsilon: epsilon, allowSingleCluster } = selection;
  const root = nodes[0]!;
  let chosen: Node[];
  if (method === 'eom') chosen = byExcessOfMass(nodes, selection);
  else chosen = nodes.filter((node) => node !== root && node.children.length === 0);
  if (epsilon === 0 || nodes.length === 1) return new Set(chosen);
  if (chosen.length === 1 && chosen[0] === root) return new Set(chosen);
  const coarser = coarserClusters(nodes, epsilon, allowSingleCluster);
  return new Set(chosen.map((node) => (1 / node.birth < epsilon ? coarser[node.id - root.id]! : node)));
}

/** From the leaves up: a cluster is kept if it is more stable than the best choice among its parts. */
function byExcessOfMass(
  nodes: readonly Node[],
  { allowSingleCluster, maxClusterSize }: ClusterSelection,
): Node[] {
  const kept = new Set<Node>();
  for (const node of nodes.slice(allowSingleCluster ? 0 : 1).reverse()) {
    const parts = node.children.reduce((sum, part) => sum + part.stability, 0);
    if (parts > node.stability || node.size > maxClusterSize) node.stability = parts;
    else kept.add(node);
  }
  // Of a cluster that is kept and has kept parts, only the whole counts.
  const owners = chosenAbove(nodes, kept);
  return [...kept].filter(
    ({ parent }) => parent === undefined || owners[parent.id - nodes[0]!.id] === undefined,
  );
}

/** For each cluster the first one above it that split off at a distance above epsilon; the last one below the root if there is none. */
function coarserClusters(nodes: readonly Node[], epsilon: number, allowSingleCluster: boolean): Node[] {
  const root = nodes[0]!;
  const found = [root];
  for (const node of nodes.slice(1)) {
    const parent = node.parent!;
    if (parent === root) found.push(allowSingleCluster ? root : node);
    else found.push(1 / parent.birth > epsilon ? parent : found[parent.id - root.id]!);
  }
  return found;
}

/** For each cluster itself if it is among the chosen, else the nearest one above it that is. */
function chosenAbove(nodes: readonly Node[], chosen: ReadonlySet<Node>): (Node | undefined)[] {
  const owners: (Node | undefined)[] = [];
  for (const node of nodes)
    owners.push(chosen.has(node) ? node : node.parent && owners[node.parent.id - nodes[0]!.id]);
  return owners;
}

/** For each cluster the highest density reached in it or in any of its parts. */
function deepestDeaths(nodes: readonly Node[]): Float64Array {
  const root = nodes[0]!;
  const deepest = Float64Array.from(nodes, (node) => node.death);
  for (const { id, parent } of [...nodes].reverse()) {
    if (parent !== undefined)
      deepest[parent.id - root.id] = Math.max(deepest[parent.id - root.id]!, deepest[id - root.id]!);
  }
  return deepest;
}

/** GLOSH: how much earlier than the densest point of its cluster a point falls out; 1 beside infinitely dense ones. */
function outlierScore(lambda: number, deepest: number): number {
  if (deepest === 0 || lambda === Infinity) return 0;
  return deepest === Infinity ? 1 : (deepest - lambda) / deepest;
}

/** Stability as a share of the most that the labelled points could have had, as in the hdbscan package. */
function persistenceOf(clusters: readonly Node[], labels: Int32Array, highest: number): Float64Array {
  const counts = new Int32Array(clusters.length);
  for (const label of labels) if (label >= 0) counts[label]!++;
  return Float64Array.from(clusters, (node, label) => {
    const most = counts[label]! * highest;
    return Number.isFinite(most) && most > 0 ? node.stability / most : 1;
  });
}
