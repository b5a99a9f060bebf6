"""t-SNE stage by stage from scikit-learn, and the divergence that openTSNE reaches on the same rows."""
import numpy as np
import openTSNE
from scipy.spatial.distance import squareform
from sklearn.decomposition import PCA
from sklearn.manifold import _t_sne
from sklearn.neighbors import NearestNeighbors

from golden import blobs, uniform, write


def affinities(x, perplexity, metric="euclidean"):
    """P as TSNE(method='barnes_hut') makes it."""
    n_neighbors = min(len(x) - 1, int(3 * perplexity + 1))
    graph = NearestNeighbors(n_neighbors=n_neighbors, metric=metric).fit(x).kneighbors_graph(mode="distance")
    graph.data **= 2
    return _t_sne._joint_probabilities_nn(graph, perplexity, 0)


def upper(p):
    """Entries (i, j, p) with i < j."""
    p = p.tocoo()
    keep = p.row < p.col
    order = np.lexsort((p.col[keep], p.row[keep]))
    return {"rows": p.row[keep][order], "columns": p.col[keep][order], "values": p.data[keep][order]}


def stages():
    x = blobs(3, 60, 5, 4)
    p = affinities(x, 8)
    dense = squareform(p.toarray(), checks=False)
    gradients = {}
    for n_components in (1, 2, 3):
        y = uniform(5, 60, n_components) * 6
        degrees = max(n_components - 1, 1)
        kl, gradient = _t_sne._kl_divergence(y.ravel(), dense, degrees, 60, n_components)
        gradients[n_components] = {"kl": kl, "gradient": gradient}
    pca = PCA(n_components=2, svd_solver="randomized", random_state=4)
    start = pca.fit_transform(x)
    return {
        "affinities": upper(p),
        "cosine": upper(affinities(x, 8, "cosine")),
        "gradients": gradients,
        "randomStart": (1e-4 * np.random.RandomState(4).standard_normal((60, 2)).astype(np.float32)).astype(float),
        "pcaStart": start / np.std(start[:, 0]) * 1e-4,
    }


def kept(x, y, k=10):
    """Share of the k nearest rows of x that are among the k nearest of y."""
    nearest = [NearestNeighbors(n_neighbors=k).fit(m).kneighbors(return_distance=False) for m in (x, y)]
    return np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(*nearest)])


def start(x, seed):
    """openTSNE's own start, moved by a hundredth: where a descent ends differs by a few percent from one to the next."""
    return openTSNE.initialization.pca(x, random_state=0) + np.random.RandomState(seed).normal(0, 1e-6, (len(x), 2))


def reached(n_rows, n_columns, n_centers, spread, n_starts):
    x = blobs(11, n_rows, n_columns, n_centers, spread)
    layouts = [
        openTSNE.TSNE(n_iter=750, initialization=start(x, seed), random_state=0, n_jobs=1).fit(x)
        for seed in range(n_starts)
    ]
    return {
        "nRows": n_rows,
        "nColumns": n_columns,
        "nCenters": n_centers,
        "spread": spread,
        "kl": [layout.kl_divergence for layout in layouts],
        "kept": [kept(x, np.asarray(layout)) for layout in layouts],
    }


write(
    "tsne",
    {"stages": stages(), "openTSNE": [reached(300, 10, 6, 1.0, 11), reached(1500, 16, 12, 1.0, 5)]},
    packages=("numpy", "scipy", "scikit-learn", "openTSNE"),
)
