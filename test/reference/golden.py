"""What every generate_*.py shares: test data that both languages can make, and writing of JSON with versions in it."""
import json
import pathlib
from importlib.metadata import version

import numpy as np

FOLDER = pathlib.Path(__file__).parent


def write(name, content, packages=("numpy", "scipy", "scikit-learn")):
    """Writes <name>.json next to this file; the versions of `packages` come first in it."""
    document = {"versions": {package: version(package) for package in packages}, **content}
    text = json.dumps(document, default=plain, separators=(",", ":"))
    (FOLDER / f"{name}.json").write_text(text + "\n")
    print(f"{name}.json: {len(text)} bytes")


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value)} does not go into JSON")


def uniform(seed, n_rows, n_columns):
    """RandomState(seed).random_sample, so that a test makes the same matrix with randomState(seed)."""
    return np.random.RandomState(seed).random_sample((n_rows, n_columns))


def blobs(seed, n_rows, n_columns, n_centers, spread=0.15):
    """Row i lies around centre i % n_centers; only uniform draws, so that the bits agree in both languages."""
    random = np.random.RandomState(seed)
    centers = random.random_sample((n_centers, n_columns))
    noise = random.random_sample((n_rows, n_columns)) - 0.5
    return centers[np.arange(n_rows) % n_centers] + spread * noise
