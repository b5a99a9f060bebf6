"""HDBSCAN of scikit-learn; persistence and GLOSH of the hdbscan package from scikit-learn's single linkage tree.

Core distances make many distances equal, and scikit-learn merges equal ones in the order in which numpy's sort leaves them, which
depends on the processor (AVX-512 or not: a few border points change sides). Here the sort is a stable one.

Run this in the environment of requirements-hdbscan.txt; in one without the hdbscan package it does nothing.
"""
from importlib.util import find_spec

import golden
import numpy as np

if find_spec("hdbscan"):
    import sklearn.cluster._hdbscan.hdbscan as module
    from hdbscan._hdbscan_tree import compute_stability, condense_tree, get_clusters, outlier_scores
    from sklearn.cluster import HDBSCAN


class StableNumpy:
    def __getattr__(self, name):
        return getattr(np, name)

    def argsort(self, values):
        return np.argsort(values, kind="stable")


def fit(seed, n_rows, n_columns, n_centers, spread, **options):
    model = HDBSCAN(copy=True, **options).fit(golden.blobs(seed, n_rows, n_columns, n_centers, spread))
    merges = np.array([list(row) for row in model._single_linkage_tree_], dtype=np.double)
    tree = condense_tree(merges, options.get("min_cluster_size", 5))
    labels, _, persistence = get_clusters(
        tree,
        compute_stability(tree),
        options.get("cluster_selection_method", "eom"),
        options.get("allow_single_cluster", False),
        cluster_selection_epsilon=options.get("cluster_selection_epsilon", 0.0),
        max_cluster_size=options.get("max_cluster_size", 0),
    )
    assert np.array_equal(labels, model.labels_), options
    return {
        "data": [seed, n_rows, n_columns, n_centers, spread],
        "options": options,
        "labels": model.labels_,
        "probabilities": model.probabilities_,
        "persistence": persistence,
        "outlier_scores": outlier_scores(tree),
    }


def main():
    module.np = StableNumpy()
    golden.write(
        "hdbscan",
        {
            "fits": [
                fit(1, 150, 2, 4, 0.3),
                fit(1, 150, 2, 4, 0.3, min_cluster_size=8, min_samples=3),
                fit(2, 200, 3, 6, 0.6, min_cluster_size=6),
                fit(2, 200, 3, 6, 0.6, min_cluster_size=6, cluster_selection_method="leaf"),
                fit(2, 200, 3, 6, 0.6, min_cluster_size=4, min_samples=2, cluster_selection_method="leaf", cluster_selection_epsilon=0.12),
                fit(2, 200, 3, 6, 0.6, min_cluster_size=4, min_samples=2, cluster_selection_epsilon=0.12),
                fit(3, 120, 2, 1, 1.0, min_cluster_size=10, allow_single_cluster=True),
                fit(3, 120, 2, 1, 1.0, min_cluster_size=10, allow_single_cluster=True, cluster_selection_epsilon=0.15),
                fit(3, 120, 2, 1, 1.0, min_cluster_size=60),
                fit(4, 180, 20, 5, 0.5, min_cluster_size=12, min_samples=5, alpha=1.3),
                fit(1, 150, 2, 4, 0.3, min_cluster_size=5, min_samples=4, max_cluster_size=60),
                fit(5, 100, 1, 3, 0.2, min_cluster_size=5, min_samples=1),
            ],
        },
        ("numpy", "scipy", "scikit-learn", "hdbscan"),
    )


if find_spec("hdbscan"):
    main()
