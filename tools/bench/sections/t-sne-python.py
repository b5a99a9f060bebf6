from measure import finish, scores, stage
from openTSNE import TSNE

x = scores()
with stage("t-SNE"):
    embedding = TSNE(perplexity=30, initialization="pca", random_state=0, n_jobs=2, negative_gradient_method="fft").fit(x)
finish(**{"KL divergence": round(float(embedding.kl_divergence), 4)})
