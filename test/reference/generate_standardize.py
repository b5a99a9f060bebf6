"""sklearn.preprocessing.scale, also where its second centring and its rule for constant columns act."""
import warnings

import numpy as np
from sklearn.preprocessing import scale

from golden import uniform, write

warnings.simplefilter("ignore")


def case(name, data, **options):
    scaled = scale(data, **options)
    return {"name": name, "options": {k.replace("with_mean", "withMean").replace("with_std", "withStd"): v for k, v in options.items()}, "scaled": scaled}


def huge():
    """Columns whose mean is so large that taking it off once leaves them off centre."""
    return uniform(1, 7, 3) * np.array([1e3, 1.0, 1e-3]) + np.array([1e15, 1e9, 3.0])


def constant():
    """Equal values: exact ones, ones whose mean is rounded, and one that differs in the last bits only."""
    data = uniform(2, 10, 4)
    data[:, 1] = 7.0
    data[:, 2] = 0.1
    data[:, 3] = 1 + 2.220446049250313e-16 * (np.arange(10) % 2)
    return data


def pixels():
    return np.floor(uniform(3, 9, 5) * 256)


write("standardize", {"cases": [
    case("ordinary", uniform(0, 11, 4)),
    case("huge", huge()),
    case("constant", constant()),
    case("pixels", pixels()),
    case("pixels", pixels() / 255),
    case("pixels", pixels(), with_mean=False),
    case("huge", huge(), with_std=False),
    case("ordinary", uniform(0, 11, 4), with_mean=False, with_std=False),
]})
