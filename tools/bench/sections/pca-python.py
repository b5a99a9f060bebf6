from measure import finish, rescaled, stage
from sklearn.decomposition import PCA

images = rescaled().astype(float)
with stage("PCA to 95 %"):
    model = PCA(n_components=0.95, svd_solver="full")
    model.fit_transform(images)
finish(components=int(model.n_components_), **{"share kept": round(float(model.explained_variance_ratio_.sum()), 9)})
