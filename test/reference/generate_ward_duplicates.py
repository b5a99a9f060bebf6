"""Ward trees of rows with duplicates. Inputs are stored: different rows, and which of them each row is."""
import golden
import numpy
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist

random = numpy.random.RandomState(11)


def tree(n_rows, n_different, n_columns, shares):
    rows = random.randn(n_different, n_columns).round(6)
    rows[0] = 0
    picks = random.choice(n_different, n_rows, p=random.dirichlet(numpy.full(n_different, shares)))
    merges = linkage(pdist(rows[picks]), "ward")
    return {
        "rows": rows.tolist(),
        "picks": picks.tolist(),
        "children": merges[:, :2].astype(int).ravel().tolist(),
        "heights": merges[:, 2].tolist(),
        "counts": merges[:, 3].astype(int).tolist(),
    }


SHAPES = [
    (2, 1, 3, 1),
    (9, 1, 2, 1),
    (30, 3, 1, 1),
    (60, 12, 2, 0.3),
    (60, 30, 4, 5),
    (80, 60, 3, 1),
    (90, 80, 2, 9),
    (150, 40, 5, 0.2),
]

golden.write("ward-duplicates", {"trees": [tree(*shape) for shape in SHAPES]}, ("numpy", "scipy"))
