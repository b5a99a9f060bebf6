"""Spectral clustering of scikit-learn 1.7 on graphs of nearest neighbours, eigenvalues by NumPy. Run this in the environment of
requirements-mixture.txt; in one of another scikit-learn it does nothing."""
import warnings
from importlib.metadata import version

import golden
import numpy as np
from scipy.sparse.csgraph import connected_components, laplacian
from sklearn.cluster import SpectralClustering

warnings.filterwarnings("ignore")


def moons(n_rows, spread):
    """Two half circles, one turned into the other, with noise."""
    noise = golden.uniform(41, n_rows, 3)
    angle = np.pi * noise[:, 0]
    lower = np.arange(n_rows) % 2
    x = np.where(lower, 1 - np.cos(angle), np.cos(angle)) + spread * (noise[:, 1] - 0.5)
    y = np.where(lower, 0.5 - np.sin(angle), np.sin(angle)) + spread * (noise[:, 2] - 0.5)
    return np.column_stack([x, y])


def rings(n_rows):
    """Three circles in each other."""
    noise = golden.uniform(42, n_rows, 2)
    angle = 2 * np.pi * noise[:, 0]
    radius = 1 + np.arange(n_rows) % 3 + 0.2 * (noise[:, 1] - 0.5)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def fit(name, data, **options):
    x = {"moons": moons, "rings": rings, "blobs": golden.blobs}[name](*data)
    model = SpectralClustering(affinity="nearest_neighbors", random_state=0, **options).fit(x)
    wanted = options.get("n_components", options["n_clusters"])
    return {
        "name": name,
        "data": data,
        "options": options,
        "labels": model.labels_,
        "eigenvalues": np.linalg.eigvalsh(laplacian(model.affinity_matrix_, normed=True).toarray())[:wanted],
        "n_connected_components": connected_components(model.affinity_matrix_)[0],
    }


def main():
    golden.write(
        "spectral",
        {
            "fits": [
                fit("moons", [300, 0.45], n_clusters=2),
                fit("moons", [300, 0.25], n_clusters=2),
                fit("moons", [300, 0.25], n_clusters=4, n_neighbors=6, n_components=6),
                fit("rings", [360], n_clusters=3, n_neighbors=8),
                fit("blobs", [51, 240, 2, 4, 0.5], n_clusters=4, n_neighbors=12),
                fit("blobs", [52, 800, 4, 6, 0.9], n_clusters=6),
                fit("blobs", [53, 90, 2, 3, 0.02], n_clusters=3),
                fit("blobs", [53, 90, 2, 3, 0.02], n_clusters=5, n_neighbors=20),
            ]
        },
    )


if version("scikit-learn").startswith("1.7."):
    main()
