"""PCA, exact and randomized, of tall and of wide tables; scores are `transform(X)`."""
import golden
import numpy as np
from sklearn.decomposition import PCA


def fit(n_rows, n_columns, n_components, solver, seed=0):
    x = golden.uniform(3, n_rows, n_columns) / np.arange(1, n_columns + 1)
    model = PCA(n_components=n_components, svd_solver=solver, random_state=seed).fit(x)
    return {
        "n_rows": n_rows,
        "n_columns": n_columns,
        "n_components": n_components,
        "solver": solver,
        "seed": seed,
        "components": model.components_.ravel(),
        "mean": model.mean_,
        "explained_variance": model.explained_variance_,
        "explained_variance_ratio": model.explained_variance_ratio_,
        "scores": model.transform(x).ravel(),
    }


golden.write(
    "pca",
    {
        "exact": [fit(40, 12, 12, "full"), fit(40, 12, 0.8, "full"), fit(12, 40, 8, "full")],
        "randomized": [
            fit(60, 30, 5, "randomized"),
            fit(60, 30, 2, "randomized", 7),
            fit(30, 60, 5, "randomized"),
            fit(60, 12, 6, "randomized"),
        ],
    },
)
