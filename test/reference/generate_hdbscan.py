"""HDBSCAN of scikit-learn, persistence and GLOSH of the hdbscan package (whose min_samples does not count the point itself).

Needs scikit-learn 1.3 or later: python3 -m venv <folder>; pip install numpy==2.2.6 scikit-learn==1.9.1 hdbscan==0.8.44
(scikit-learn 1.9.1 fails with numpy 2.4 where cluster_selection_epsilon is set)
"""
import warnings

import golden
import hdbscan
import numpy as np
from sklearn.cluster import HDBSCAN

warnings.filterwarnings("ignore")


def fit(seed, n_rows, n_columns, n_centers, spread, **options):
    x = golden.blobs(seed, n_rows, n_columns, n_centers, spread)
    model = HDBSCAN(**options).fit(x)
    options_there = {key: value for key, value in options.items() if key != "max_cluster_size"}
    options_there["min_samples"] = options.get("min_samples", options.get("min_cluster_size", 5)) - 1
    there = hdbscan.HDBSCAN(**options_there, approx_min_span_tree=False, algorithm="generic").fit(x) if options_there["min_samples"] > 0 else None
    same = there is not None and "max_cluster_size" not in options and np.array_equal(there.labels_, model.labels_)
    print(options, np.unique(model.labels_, return_counts=True), same)
    return {
        "data": [seed, n_rows, n_columns, n_centers, spread],
        "options": options,
        "labels": model.labels_,
        "probabilities": model.probabilities_,
        "persistence": there.cluster_persistence_ if same else None,
        "outlier_scores": there.outlier_scores_ if same else None,
    }


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
            fit(3, 120, 2, 1, 1.0, min_cluster_size=10, allow_single_cluster=True, cluster_selection_epsilon=0.06),
            fit(3, 120, 2, 1, 1.0, min_cluster_size=60),
            fit(4, 180, 20, 5, 0.5, min_cluster_size=12, min_samples=5, alpha=1.3),
            fit(4, 180, 20, 3, 0.8, min_cluster_size=5, min_samples=4, max_cluster_size=40),
            fit(5, 100, 1, 3, 0.2, min_cluster_size=5, min_samples=1),
        ],
    },
    ("numpy", "scipy", "scikit-learn", "hdbscan"),
)
