"""Golden vectors of test/reduce/pca.test.ts: python generate_pca.py > pca.json

scikit-learn's PCA, exact and randomized, on tables given by a formula (see `table`). Scores are `transform(X)`.
"""
import json
import numpy
import scipy
import sklearn
from sklearn.decomposition import PCA


def table(n_rows, n_columns):
    """Row-major draws of a linear congruential generator, columns shrinking as 1 / (1 + j)."""
    x = 12345
    values = numpy.empty((n_rows, n_columns))
    for i in range(n_rows):
        for j in range(n_columns):
            x = (1664525 * x + 1013904223) % 2**32
            values[i, j] = (x / 2**32 - 0.5) * 10 / (1 + j) + (i % 3 == j % 3)
    return values


def answer(n_rows, n_columns, n_components, solver, seed=0):
    x = table(n_rows, n_columns)
    model = PCA(n_components=n_components, svd_solver=solver, random_state=seed).fit(x)
    return {
        "nRows": n_rows,
        "nColumns": n_columns,
        "nComponents": n_components,
        "svdSolver": solver,
        "randomState": seed,
        "components": model.components_.ravel().tolist(),
        "mean": model.mean_.tolist(),
        "explainedVariance": model.explained_variance_.tolist(),
        "explainedVarianceRatio": model.explained_variance_ratio_.tolist(),
        "scores": model.transform(x).ravel().tolist(),
    }


print(json.dumps({
    "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
    "cases": [
        answer(40, 12, 12, "full"),
        answer(40, 12, 0.8, "full"),
        answer(12, 40, 8, "full"),
        answer(60, 30, 5, "randomized"),
        answer(60, 30, 2, "randomized", 7),
        answer(30, 60, 5, "randomized"),
        answer(60, 12, 6, "randomized"),
    ],
}))
