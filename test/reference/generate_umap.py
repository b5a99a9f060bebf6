"""UMAP stage by stage from umap-learn, and how well it lays out scikit-learn's digits.

Run this in the environment of requirements-umap.txt; in one without umap-learn it does nothing.
"""
from importlib.util import find_spec

import numpy as np
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from golden import blobs, write

if find_spec("umap"):
    from umap import UMAP
    from umap.umap_ import find_ab_params, fuzzy_simplicial_set, smooth_knn_dist

N_DIGITS = 600
N_HELD_OUT = 100


def curves():
    pairs = [(1, 0), (1, 0.001), (1, 0.1), (1, 0.5), (1, 0.99), (2, 0.25), (0.5, 0.1), (5, 1)]
    return [dict(zip("ab", find_ab_params(s, m)), spread=s, minDist=m) for s, m in pairs]


def fuzzy(x, n_neighbors, local_connectivity, mix):
    distances, indices = NearestNeighbors(n_neighbors=n_neighbors, algorithm="brute").fit(x).kneighbors(x)
    # The row itself comes first, at a distance of 0, also where the row has duplicates.
    for i, row in enumerate(indices):
        others = [(d, j) for d, j in zip(distances[i], row) if j != i][: n_neighbors - 1]
        distances[i] = [0] + [d for d, _ in others]
        indices[i] = [i] + [j for _, j in others]
    sigmas, rhos = smooth_knn_dist(distances.astype(np.float32), n_neighbors, local_connectivity=local_connectivity)
    graph, _, _ = fuzzy_simplicial_set(
        x, n_neighbors, np.random.RandomState(0), "euclidean",
        knn_indices=indices, knn_dists=distances.astype(np.float32),
        set_op_mix_ratio=mix, local_connectivity=local_connectivity,
    )
    graph = graph.tocsr()
    graph.sort_indices()
    return {
        "nNeighbors": n_neighbors, "localConnectivity": local_connectivity, "setOpMixRatio": mix,
        "indices": indices[:, 1:], "distances": distances[:, 1:], "widths": sigmas, "offsets": rhos,
        "graph": {"offsets": graph.indptr, "columns": graph.indices, "values": graph.data},
    }


def with_duplicates(x):
    x = x.copy()
    x[1], x[2] = x[0], x[0]
    return x


def knn_accuracy(points, labels, k=5):
    """Share of rows whose k nearest others vote for their label; of equal votes the smallest label wins."""
    indices = NearestNeighbors(n_neighbors=k).fit(points).kneighbors(return_distance=False)
    votes = np.array([np.bincount(labels[row], minlength=10).argmax() for row in indices])
    return (votes == labels).mean()


def layout(x, labels, n_components, min_dist, seed):
    embedding = UMAP(n_components=n_components, min_dist=min_dist, random_state=seed, n_jobs=1).fit_transform(x)
    return {
        "nComponents": n_components, "minDist": min_dist, "seed": seed,
        "trustworthiness": trustworthiness(x, embedding, n_neighbors=10),
        "knnAccuracy": knn_accuracy(embedding, labels),
    }


def held_out(x, labels):
    train = N_DIGITS - N_HELD_OUT
    model = UMAP(random_state=0, n_jobs=1).fit(x[:train])
    placed = model.transform(x[train:])
    nearest = NearestNeighbors(n_neighbors=1).fit(model.embedding_).kneighbors(placed, return_distance=False)[:, 0]
    return {"nHeldOut": N_HELD_OUT, "accuracy": (labels[nearest] == labels[train:]).mean()}


if find_spec("umap"):
    digits, labels = load_digits(return_X_y=True)
    digits, labels = digits[:N_DIGITS], labels[:N_DIGITS]
    rows = blobs(3, 60, 5, 4)
    write(
        "umap",
        {
            "curves": curves(),
            "fuzzy": [
                fuzzy(rows, 8, 1.0, 1.0),
                fuzzy(rows, 8, 2.5, 0.5),
                fuzzy(with_duplicates(rows), 6, 1.0, 1.0),
            ],
            "trustworthiness": [
                {"nNeighbors": k, "metric": m, "value": trustworthiness(rows, rows[:, :2], n_neighbors=k, metric=m)}
                for k, m in [(1, "euclidean"), (5, "euclidean"), (12, "cosine"), (5, "cityblock")]
            ],
            # A digit's 64 pixels, 0 to 16, as the letters a to q.
            "digits": {"pixels": ["".join(chr(97 + int(v)) for v in row) for row in digits], "labels": labels},
            "layouts": [layout(digits, labels, n, m, seed) for n, m in [(2, 0.1), (10, 0.0)] for seed in (0, 1, 2)],
            "heldOut": held_out(digits, labels),
        },
        packages=("numpy", "scipy", "scikit-learn", "numba", "pynndescent", "umap-learn"),
    )
