"""DBSCAN with dense, sparse and bordering groups, by several metrics."""
import golden
from sklearn.cluster import DBSCAN


def fit(seed, n_rows, n_columns, n_centers, spread, **options):
    model = DBSCAN(**options).fit(golden.blobs(seed, n_rows, n_columns, n_centers, spread))
    return {
        "data": [seed, n_rows, n_columns, n_centers, spread],
        "options": options,
        "labels": model.labels_,
        "core_sample_indices": model.core_sample_indices_,
    }


golden.write(
    "dbscan",
    {
        "fits": [
            fit(1, 150, 2, 4, 0.3, eps=0.05, min_samples=5),
            fit(1, 150, 2, 4, 0.3, eps=0.03, min_samples=3),
            fit(1, 150, 2, 4, 0.3, eps=0.02, min_samples=1),
            fit(2, 200, 3, 6, 0.6, eps=0.1, min_samples=4),
            fit(2, 200, 3, 6, 0.6, eps=0.2, min_samples=9),
            fit(4, 180, 20, 5, 0.5, eps=0.8, min_samples=5),
            fit(4, 180, 20, 5, 0.5, eps=2.8, min_samples=5, metric="cityblock"),
            fit(4, 180, 20, 5, 0.5, eps=0.05, min_samples=5, metric="cosine"),
        ],
    },
)
