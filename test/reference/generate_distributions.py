"""Distribution functions, and distfit's choice among five families fitted to distances: scipy.stats."""
import golden
import numpy as np
from scipy import stats
from scipy.spatial.distance import cdist

NAMES = ["norm", "expon", "uniform", "gamma", "t"]

MEMBERS = {
    "norm": [(2.0, 3.0)],
    "expon": [(1.0, 2.5)],
    "uniform": [(-1.0, 4.0)],
    "gamma": [(0.4, 0.5, 2.0), (3.7, -1.0, 0.8), (250.0, -3.0, 0.02)],
    "t": [(1.0, 0.5, 2.0), (4.5, -1.0, 0.8), (3000.0, 2.0, 1.5)],
}
POINTS = [-7.0, -0.5, 0.6, 1.7, 2.2, 3.1, 9.0]


def choice(seed, n_rows, n_columns, n_centers, spread):
    x = golden.blobs(seed, n_rows, n_columns, n_centers, spread)[1 : min(500, n_rows)]
    distances = cdist(x, x).ravel()
    heights, edges = np.histogram(distances, bins=50, density=True)
    middles = (edges[:-1] + edges[1:]) / 2
    at = np.quantile(distances[distances > 0], [0.001, 0.01, 0.05, 0.3, 0.7])
    fits = []
    for name in NAMES:
        family = getattr(stats, name)
        parameters = family.fit(distances)
        rss = ((heights - family.pdf(middles, *parameters)) ** 2).sum()
        likelihood = family.logpdf(distances, *parameters).sum()
        fits.append({"name": name, "parameters": parameters, "rss": rss, "logLikelihood": likelihood, "cdf": family.cdf(at, *parameters)})
    return {"blobs": [seed, n_rows, n_columns, n_centers, spread], "at": at, "fits": fits}


golden.write(
    "distributions",
    {
        "members": [
            {
                "name": name,
                "parameters": parameters,
                "points": POINTS,
                "cdf": getattr(stats, name).cdf(POINTS, *parameters),
                "pdf": getattr(stats, name).pdf(POINTS, *parameters),
            }
            for name, members in MEMBERS.items()
            for parameters in members
        ],
        "choices": [choice(31, 120, 30, 1, 1.0), choice(32, 90, 3, 1, 1.0), choice(33, 150, 6, 2, 0.5)],
    },
)
