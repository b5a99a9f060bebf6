from measure import finish, scores, stage
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import silhouette_score

x = scores()
found = {}
with stage("both, distances shared"):
    with stage("Ward tree"):
        tree = linkage(x, "ward")
    with stage("22 silhouettes"):
        for k in range(3, 25):
            found[k] = silhouette_score(x, fcluster(tree, k, "maxclust"))
best = max(found, key=found.get)
finish(**{"last height": float(f"{tree[-1, 2]:.10g}"), "best k": best, "silhouette": round(float(found[best]), 9)})
