"""Criteria for the number of clusters by their definitions: pair by pair, with scikit-learn's k-means from the same seeds."""
import itertools

import golden
import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

N_INIT = 3


def k_means(x, k, seed):
    return KMeans(k, n_init=N_INIT, random_state=seed, algorithm="lloyd").fit(x)


def draw_seed(random):
    return int(random.randint(0, 2**31))


def log_dispersion(x, labels):
    """log W_k of Tibshirani, Walther & Hastie (2001): over the clusters, squared distances of all ordered pairs / 2 n_r."""
    total = 0.0
    for label in np.unique(labels):
        rows = x[labels == label]
        squares = ((rows[:, None, :] - rows[None, :, :]) ** 2).sum()
        total += squares / (2 * len(rows))
    return np.log(total)


def gap(x, ks, n_refs, seed, axes):
    """`axes`: directions of the reference box, orthonormal columns; None for the columns of the data."""
    random = np.random.RandomState(seed)
    observed = [log_dispersion(x, k_means(x, k, seed).labels_) for k in ks]
    turned = x if axes is None else (x - x.mean(axis=0)) @ axes
    low, high = turned.min(axis=0), turned.max(axis=0)
    logs = np.empty((n_refs, len(ks)))
    for b in range(n_refs):
        box = low + (high - low) * random.random_sample(x.shape)
        # The paper turns the box back. k-means on it differs in rounding only.
        reference = box if axes is None else box @ axes.T
        reference_seed = draw_seed(random)
        logs[b] = [log_dispersion(reference, k_means(reference, k, reference_seed).labels_) for k in ks]
    expected = logs.mean(axis=0)
    errors = np.sqrt(((logs - expected) ** 2).mean(axis=0)) * np.sqrt(1 + 1 / n_refs)
    gaps = expected - observed
    wanted = [k for i, k in enumerate(ks[:-1]) if gaps[i] >= gaps[i + 1] - errors[i + 1]]
    return {"gaps": gaps, "errors": errors, "logInertia": observed, "best": wanted[0] if wanted else ks[-1]}


def principal_axes(x):
    """Right singular vectors, each with the sign that makes its largest entry of u positive, as scikit-learn's svd_flip."""
    u, _, vt = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
    signs = np.sign(u[np.abs(u).argmax(axis=0), np.arange(u.shape[1])])
    return (vt * signs[:, None]).T


def strength(test, labels, centers):
    """Tibshirani & Walther (2005): pairs of rows in the same test cluster that the training centres keep together."""
    predicted = ((test[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    shares = []
    for label in np.unique(labels):
        pairs = list(itertools.combinations(np.flatnonzero(labels == label), 2))
        if pairs:
            shares.append(sum(predicted[a] == predicted[b] for a, b in pairs) / len(pairs))
    return min(shares, default=1)


def prediction_strength(x, ks, n_repeats, seed):
    random = np.random.RandomState(seed)
    values = np.empty((n_repeats, len(ks)))
    for r in range(n_repeats):
        order = random.permutation(len(x))
        middle = len(x) // 2
        first, second = x[order[:middle]], x[order[middle:]]
        first_seed, second_seed = draw_seed(random), draw_seed(random)
        for i, k in enumerate(ks):
            a, b = k_means(first, k, first_seed), k_means(second, k, second_seed)
            forth = strength(second, b.labels_, a.cluster_centers_)
            back = strength(first, a.labels_, b.cluster_centers_)
            values[r, i] = (forth + back) / 2
    return {"strengths": values.T, "means": values.mean(axis=0), "errors": values.std(axis=0, ddof=1) / np.sqrt(n_repeats)}


def stability(x, ks, n_subsamples, share, seed):
    random = np.random.RandomState(seed)
    n = len(x)
    drawn, labelings = [], []
    for _ in range(n_subsamples):
        rows = random.permutation(n)[: int(share * n)]
        subsample_seed = draw_seed(random)
        drawn.append(rows)
        labelings.append([dict(zip(rows.tolist(), k_means(x[rows], k, subsample_seed).labels_)) for k in ks])
    result = []
    for i in range(len(ks)):
        scores = {}
        for a, b in itertools.combinations(range(n_subsamples), 2):
            shared = sorted(set(drawn[a].tolist()) & set(drawn[b].tolist()))
            first, second = labelings[a][i], labelings[b][i]
            scores[a, b] = adjusted_rand_score([first[row] for row in shared], [second[row] for row in shared])
        left_out = [np.mean([s for pair, s in scores.items() if out not in pair]) for out in range(n_subsamples)]
        m = n_subsamples
        error = np.sqrt((m - 1) / m * ((left_out - np.mean(left_out)) ** 2).sum())
        result.append({"similarities": list(scores.values()), "mean": np.mean(list(scores.values())), "error": error})
    return result


def case(seed, n_rows, n_columns, n_centers, spread, ks, random_state):
    x = golden.blobs(seed, n_rows, n_columns, n_centers, spread)
    return {
        "blobs": [seed, n_rows, n_columns, n_centers, spread],
        "nClusters": ks,
        "randomState": random_state,
        "ranges": gap(x, ks, 4, random_state, None),
        "principalAxes": gap(x, ks, 4, random_state, principal_axes(x)),
        "predictionStrength": prediction_strength(x, ks, 4, random_state),
        "stability": stability(x, ks, 4, 0.7, random_state),
    }


golden.write(
    "selection",
    {
        "cases": [
            case(5, 60, 3, 3, 0.3, [1, 2, 3, 4, 5], 0),
            case(6, 90, 2, 4, 0.9, [2, 3, 4, 6], 11),
            case(7, 48, 5, 6, 0.6, [2, 4, 6, 8], 3),
        ],
    },
)
