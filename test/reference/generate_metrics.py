"""Scores of labelings, by scikit-learn; one-to-one assignment, by SciPy."""
import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn import metrics

from golden import blobs, uniform, write


def internal(data, labels, **options):
    samples = metrics.silhouette_samples(data, labels)
    return {
        "silhouette": metrics.silhouette_score(data, labels),
        "samples": samples[:12],
        "sampled": metrics.silhouette_score(data, labels, sample_size=50, random_state=3),
        "daviesBouldin": metrics.davies_bouldin_score(data, labels),
        "calinskiHarabasz": metrics.calinski_harabasz_score(data, labels),
    }


def labelings(n, n_centers, seed):
    """The true groups, some of them merged, one row alone, and noise."""
    truth = np.arange(n) % n_centers
    alone = truth.copy()
    alone[5] = n_centers
    return [truth, truth // 2, alone, np.random.RandomState(seed).randint(0, n_centers + 1, n)]


def data_set(seed, n, d, n_centers, spread):
    data = blobs(seed, n, d, n_centers, spread)
    scores = [internal(data, labels) for labels in labelings(n, n_centers, seed + 1)]
    return {"seed": seed, "nRows": n, "nColumns": d, "nCenters": n_centers, "spread": spread, "scores": scores}


def external(n, k_truth, k_labels, seed, agreement):
    """Two labelings that agree on the first `agreement` samples."""
    random = np.random.RandomState(seed)
    truth = random.randint(0, k_truth, n)
    labels = random.randint(0, k_labels, n)
    labels[:agreement] = (truth[:agreement] + 1) % k_labels
    methods = ["min", "geometric", "arithmetic", "max"]
    return {
        "truth": truth,
        "labels": labels,
        "contingency": metrics.cluster.contingency_matrix(truth, labels),
        "adjustedRand": metrics.adjusted_rand_score(truth, labels),
        "normalizedMutualInfo": {m: metrics.normalized_mutual_info_score(truth, labels, average_method=m) for m in methods},
        "adjustedMutualInfo": {m: metrics.adjusted_mutual_info_score(truth, labels, average_method=m) for m in methods},
    }


def big_external(n, k_truth, k_labels, seed):
    random = np.random.RandomState(seed)
    truth = random.randint(0, k_truth, n)
    labels = np.where(random.random_sample(n) < 0.4, truth, random.randint(0, k_labels, n))
    return {
        "n": n, "kTruth": k_truth, "kLabels": k_labels, "seed": seed,
        "adjustedRand": metrics.adjusted_rand_score(truth, labels),
        "normalizedMutualInfo": metrics.normalized_mutual_info_score(truth, labels),
        "adjustedMutualInfo": metrics.adjusted_mutual_info_score(truth, labels),
    }


def assignment(seed, n_rows, n_columns, maximize):
    cost = uniform(seed, n_rows, n_columns)
    rows, columns = linear_sum_assignment(cost, maximize=maximize)
    return {"seed": seed, "nRows": n_rows, "nColumns": n_columns, "maximize": maximize,
            "rows": rows, "columns": columns, "total": cost[rows, columns].sum()}


write("metrics", {
    "dataSets": [
        data_set(10, 60, 3, 4, 0.8),
        data_set(11, 200, 1, 5, 0.2),
        data_set(12, 900, 40, 6, 2.0),
    ],
    "external": [external(30, 3, 4, 20, 12), external(40, 5, 2, 21, 0), external(25, 1, 3, 22, 0), external(50, 4, 4, 23, 45)],
    "bigExternal": [big_external(15000, 15, 20, 24)],
    "assignments": [assignment(s, r, c, m) for s, (r, c, m) in enumerate(
        [(5, 5, False), (4, 7, False), (7, 4, True), (20, 20, True), (60, 45, False), (1, 3, True)], start=30)],
})
