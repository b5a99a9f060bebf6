from measure import finish, scores, stage
from sklearn.cluster import HDBSCAN

x = scores()[:, :50].copy()
with stage("HDBSCAN of 50 columns"):
    labels = HDBSCAN(min_cluster_size=15, n_jobs=2).fit_predict(x)
finish(clusters=int(labels.max()) + 1, noise=int((labels < 0).sum()))
