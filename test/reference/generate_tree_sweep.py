"""Every cut of two trees with its scores: scikit-learn's silhouette and Davies-Bouldin, and clusteval's index and elbow."""
import golden
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import davies_bouldin_score, silhouette_score


def clusteval_index(x, labels):
    """The largest (S_i + S_j) / d_ij over pairs, divided by the number of clusters."""
    names = np.unique(labels)
    centers = np.array([x[labels == name].mean(axis=0) for name in names])
    spreads = [np.linalg.norm(x[labels == name] - center, axis=1).mean() for name, center in zip(names, centers)]
    k = len(names)
    ratios = [(spreads[i] + spreads[j]) / np.linalg.norm(centers[i] - centers[j]) for i in range(k) for j in range(k) if i != j]
    return max(ratios) / k


def sweep(seed, n_rows, n_columns, n_centers, method):
    x = golden.blobs(seed, n_rows, n_columns, n_centers)
    tree = linkage(x, method)
    # The second difference of the ascending heights, reversed: entry 0 belongs to two clusters.
    elbow = np.diff(tree[:, 2], 2)[::-1]
    rows = []
    for k in range(2, 13):
        labels = fcluster(tree, k, "maxclust") - 1
        rows.append(
            {
                "nClusters": k,
                "labels": labels,
                "silhouette": silhouette_score(x, labels),
                "davies-bouldin": davies_bouldin_score(x, labels),
                "dbindex": clusteval_index(x, labels),
                "derivative": elbow[k - 2],
            }
        )
    return {"blobs": [seed, n_rows, n_columns, n_centers], "method": method, "rows": rows}


golden.write("tree_sweep", {"sweeps": [sweep(21, 90, 4, 6, "ward"), sweep(22, 70, 3, 4, "average")]})
