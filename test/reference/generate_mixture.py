"""Gaussian mixtures of scikit-learn 1.7, all covariance types and starts. Run this in the environment of requirements-mixture.txt; in
one of another scikit-learn it does nothing."""
import warnings
from importlib.metadata import version

import golden
import numpy as np
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")
TYPES = ("full", "tied", "diag", "spherical")


def fit(data, transform=(1, 0), repeat=1, **options):
    scale, offset = transform
    x = np.tile(golden.blobs(*data) * scale + offset, (repeat, 1))
    new = golden.blobs(data[0] + 100, 5, data[2], data[3], data[4]) * scale + offset
    model = GaussianMixture(random_state=3, **{"tol": 1e-9, "max_iter": 60, **options})
    labels = model.fit_predict(x)
    return {
        "data": data,
        "transform": transform,
        "repeat": repeat,
        "options": {key: value for key, value in {"tol": 1e-9, "max_iter": 60, **options}.items()},
        "labels": labels,
        "weights": model.weights_,
        "means": model.means_.ravel(),
        "covariances": model.covariances_.ravel(),
        "responsibilities": model.predict_proba(x[:12]).ravel(),
        "lower_bounds": model.lower_bounds_,
        "n_iter": model.n_iter_,
        "converged": model.converged_,
        "n_parameters": model._n_parameters(),
        "aic": model.aic(x),
        "bic": model.bic(x),
        "new_labels": model.predict(new),
        "new_responsibilities": model.predict_proba(new).ravel(),
        "new_log_densities": model.score_samples(new),
    }


def precisions(covariance_type, k, d):
    lower = np.tril(golden.uniform(9, d, d)) + np.eye(d)
    shared = lower @ lower.T
    return {
        "full": np.stack([shared * (c + 1) for c in range(k)]),
        "tied": shared,
        "diag": 1 + golden.uniform(10, k, d),
        "spherical": 1 + golden.uniform(10, 1, k)[0],
    }[covariance_type]


def given(data, covariance_type, k):
    d = data[2]
    weights = 1 + np.arange(k, dtype=float)
    return fit(
        data,
        n_components=k,
        covariance_type=covariance_type,
        weights_init=weights / weights.sum(),
        means_init=golden.uniform(8, k, d),
        precisions_init=precisions(covariance_type, k, d),
        max_iter=15,
    )


def main():
    apart = (21, 160, 4, 3, 0.8)
    mixed = (22, 200, 3, 4, 1.6)
    fits = [fit(apart, n_components=3, covariance_type=kind) for kind in TYPES]
    fits += [fit(mixed, n_components=5, covariance_type=kind, n_init=2) for kind in TYPES]
    fits += [given(mixed, kind, 3) for kind in TYPES]
    fits += [fit(mixed, n_components=3, init_params=init, n_init=2) for init in ("random", "k-means++", "random_from_data")]
    fits += [fit(mixed, n_components=4, max_iter=2), fit(mixed, n_components=4, tol=1e-3, max_iter=100), fit(mixed, n_components=1)]
    # Offset and scale: the same data far from the origin; clusters a ten-thousandth of their distance in size.
    fits += [fit(apart, (1, 500), n_components=3, covariance_type=kind, reg_covar=1e-9) for kind in ("full", "diag")]
    fits += [fit((23, 120, 3, 3, 0.001), (100, 7), n_components=3, covariance_type=kind) for kind in TYPES]
    # Ten distinct rows, each six times: components collapse to points; then more components than distinct rows.
    fits += [fit((24, 10, 2, 10, 0.1), repeat=6, n_components=10, covariance_type=kind) for kind in TYPES]
    fits += [fit((24, 4, 2, 4, 0.1), (1, 2), repeat=5, n_components=6, covariance_type=kind) for kind in ("full", "tied")]
    golden.write("mixture", {"fits": fits})


if version("scikit-learn").startswith("1.7."):
    main()
