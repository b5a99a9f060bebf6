"""umap-learn on the graph that umap.ts left, compiled before it is timed. It counts a row among its own neighbours."""
import os

import numpy as np
from measure import finish, scratch, stage
from sklearn.manifold import trustworthiness
from umap import UMAP

n = int(os.environ["BENCH_ROWS"])
rows = np.fromfile(scratch("umap-rows.f64")).reshape(n, -1).astype(np.float32)
indices = np.fromfile(scratch("umap-indices.i32"), np.int32).reshape(n, -1)[:, :14]
distances = np.fromfile(scratch("umap-distances.f64")).reshape(n, -1)[:, :14]
graph = (np.column_stack([np.arange(n), indices]), np.column_stack([np.zeros(n), distances]).astype(np.float32))


def fit(columns, **options):
    return UMAP(n_neighbors=15, n_components=columns, min_dist=0, precomputed_knn=graph, **options).fit_transform(rows)


fit(2, n_epochs=10)
quality = {}
for columns in (2, 10):
    with stage(f"UMAP, {columns} columns, graph given"):
        embedding = fit(columns)
    quality[f"{columns} columns, trustworthiness"] = round(float(trustworthiness(rows, embedding, n_neighbors=15)), 4)
finish(**quality)
