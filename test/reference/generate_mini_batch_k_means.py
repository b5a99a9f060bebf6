"""sklearn.cluster.MiniBatchKMeans. Seeding changed with 1.3, so the name of the file says which family it holds."""
import warnings
from importlib.metadata import version

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from golden import blobs, write

warnings.simplefilter("ignore")
NAMES = {"n_init": "nInit", "batch_size": "batchSize", "init_size": "initSize", "max_iter": "maxIter", "tol": "tol",
         "max_no_improvement": "maxNoImprovement", "reassignment_ratio": "reassignmentRatio", "init": "init"}


def case(data, k, seed, **options):
    x = blobs(*data)
    if options.get("init") == "first rows":
        model = MiniBatchKMeans(k, random_state=seed, **{**options, "init": x[:k], "n_init": 1}).fit(x)
    else:
        model = MiniBatchKMeans(k, random_state=seed, **{"n_init": 3, **options}).fit(x)
    return {
        "data": data, "nClusters": k, "seed": seed, "options": {NAMES[key]: value for key, value in options.items()},
        "labels": "".join(np.base_repr(label, 36) for label in model.labels_),
        "centersSum": model.cluster_centers_.sum(axis=0), "inertia": model.inertia_,
        "nSteps": model.n_steps_, "nIter": model.n_iter_,
    }


family = ".".join(version("scikit-learn").split(".")[:2])
write(f"mini-batch-k-means-{'1.2' if family <= '1.2' else '1.3'}", {"cases": [
    case([1, 100, 3, 4, 0.5], 4, 0),
    case([2, 1500, 5, 6, 1.2], 6, 1),
    case([3, 1500, 5, 6, 1.2], 9, 2, batch_size=100),
    case([4, 800, 2, 5, 0.8], 20, 3, batch_size=40, max_no_improvement=None, max_iter=3),
    case([5, 600, 30, 5, 2.0], 5, 4, batch_size=64, tol=1e-3, n_init=1),
    case([6, 700, 4, 3, 1.0], 8, 5, batch_size=50, init="random", init_size=200),
    case([7, 500, 4, 3, 1.0], 5, 6, batch_size=50, init="first rows"),
    case([8, 900, 3, 2, 0.3], 30, 7, batch_size=60, reassignment_ratio=0.3, max_iter=5),
    case([9, 1100, 6, 8, 2.0], 7, 8, reassignment_ratio=0.0, batch_size=128),
    case([10, 400, 2, 2, 0.2], 15, 9, batch_size=20, max_iter=2, init_size=80, reassignment_ratio=0.9),
]})
