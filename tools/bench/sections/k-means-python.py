from measure import finish, pixels, stage
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import scale

images = pixels()
with stage("standardize"):
    x = scale(images / 255)
scores = {}
with stage("sweep, k = 9..17: fits, silhouettes"):
    for k in range(9, 18):
        model = KMeans(n_clusters=k, max_iter=300, n_init=10, random_state=0).fit(x)
        scores[k] = silhouette_score(x, model.labels_)
finish(**{"best k": max(scores, key=scores.get), "silhouettes": [round(score, 9) for score in scores.values()]})
