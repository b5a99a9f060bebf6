"""KMeans and assign: wide and narrow rows, duplicates, empty clusters, given and random starts, early stops."""
import warnings

import golden
import numpy as np
from sklearn.cluster import KMeans

warnings.filterwarnings("ignore")


def fit(x, k, **options):
    model = KMeans(n_clusters=k, random_state=options.pop("seed", 0), **options).fit(x)
    return {
        "labels": model.labels_,
        "centers": model.cluster_centers_,
        "inertia": model.inertia_,
        "n_iter": model.n_iter_,
    }


def without_centers(result):
    return {key: value for key, value in result.items() if key != "centers"}


repeated = golden.uniform(5, 15, 4)[np.arange(60) * 7 % 15]
far = np.array([[50.0 + 7 * j, 50.0 - 3 * j] for j in range(6)])
far[0] = [1, 1]
narrow = golden.uniform(1, 90, 5)
wide = golden.blobs(2, 70, 300, 5, 2.0)

golden.write(
    "kmeans",
    {
        "narrow": [{"k": k, "seed": s, **fit(narrow, k, n_init=4, seed=s)} for k in (1, 2, 7, 20) for s in (0, 3)],
        "wide": [{"k": k, "seed": s, **without_centers(fit(wide, k, n_init=4, seed=s))} for k in (1, 5, 12, 21) for s in (0, 3)],
        "repeated": [{"k": k, "seed": s, **without_centers(fit(repeated, k, n_init=3, seed=s))} for k in (3, 9, 16) for s in (0, 1)],
        "random_init": [{"k": k, **fit(narrow, k, n_init=3, init="random")} for k in (2, 6, 30)],
        "given_init": {"init": far, **fit(narrow[:, :2] * 10, 6, n_init=1, init=far)},
        "max_iter": fit(narrow, 8, n_init=1, max_iter=2),
        "loose_tol": fit(narrow, 8, n_init=2, tol=0.5),
    },
)
