"""Trees and cuts for linkage, cutTree and agglomerative. Inputs are stored: most hold ties or duplicates on purpose."""
import golden
import numpy
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import AgglomerativeClustering
from sklearn.cluster._agglomerative import _hc_cut

METHODS = ["ward", "complete", "average", "weighted", "single", "centroid", "median"]
random = numpy.random.RandomState(7)
distinct = random.randint(0, 9, (7, 3)) / 2

DATA = {
    "random": random.randn(24, 3).round(6),
    "blobs": (random.randn(30, 2) + 6 * random.randint(0, 3, (30, 1))).round(6),
    "grid": numpy.array([[i, j] for i in range(5) for j in range(5)], dtype=float),
    "small integers": random.randint(0, 4, (26, 3)).astype(float),
    "duplicates": distinct[random.randint(0, 7, 22)],
    "all equal": numpy.full((5, 2), 3.0),
    "line": numpy.arange(9.0).reshape(-1, 1),
    "three rows": numpy.array([[0.0], [1.0], [2.0]]),
    "two rows": numpy.array([[0.0, 3.0], [4.0, 0.0]]),
}


def tree_and_cuts(name, x, method, metric):
    y = pdist(x, metric)
    tree = linkage(y, method)
    n = len(x)
    ks = sorted({k for k in (1, 2, 3, 4, 6, 9, n - 2, n - 1, n) if 1 <= k <= n})
    limits = sorted(set(numpy.quantile(tree[:, 2], [0, 0.3, 0.7, 0.95])))
    children = tree[:, :2].astype(int)
    return {
        "data": name,
        "method": method,
        "metric": metric,
        "children": children.ravel().tolist(),
        "heights": tree[:, 2].tolist(),
        "counts": tree[:, 3].astype(int).tolist(),
        # SciPy 1.10 never cuts below its second merge; later releases do, and so do we.
        "maxclust": {k: (fcluster(tree, k, "maxclust") - 1).tolist() for k in ks if k <= n - 2},
        "distance": [[t, (fcluster(tree, t, "distance") - 1).tolist()] for t in limits],
        "hc_cut": {k: _hc_cut(k, children, n).tolist() for k in ks},
    }


trees = [tree_and_cuts(name, x, method, "euclidean") for name, x in DATA.items() for method in METHODS]
trees += [
    tree_and_cuts(name, DATA[name], method, metric)
    for name in ("random", "small integers")
    for method in ("complete", "average", "single")
    for metric in ("cityblock", "chebyshev")
]
trees += [tree_and_cuts("random", DATA["random"], method, metric) for method in ("complete", "average") for metric in ("cosine", "correlation")]

x = DATA["blobs"]
agglomerative = [
    {
        "data": "blobs",
        "linkage": method,
        "metric": metric,
        "nClusters": k,
        "labels": AgglomerativeClustering(n_clusters=k, linkage=method, metric=metric).fit(x).labels_.tolist(),
    }
    for k in (1, 2, 5, 30)
    for method, metric in (("ward", "euclidean"), ("average", "manhattan"), ("complete", "cosine"), ("single", "euclidean"))
]

golden.write("linkage", {"data": DATA, "trees": trees, "agglomerative": agglomerative})
