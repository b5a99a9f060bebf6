"""clustimage 1.7.1 as the study calls it: rescale, PCA to 95 %, t-SNE, Ward scored for 3..24 clusters."""
from clustimage import Clustimage
from measure import finish, pixels, stage
from sklearn.preprocessing import scale

x = scale(pixels() / 255)
with stage("whole flow"):
    model = Clustimage(method="pca", use_image_cache=False, verbose=60)
    model.fit_transform(x)
finish(components=model.results["feat"].shape[1], clusters=len(set(model.results["labels"])))
