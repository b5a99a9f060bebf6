from measure import finish, scores, stage
from sklearn.mixture import GaussianMixture

x = scores()


def fit(name, columns, covariance_type):
    with stage(name):
        model = GaussianMixture(15, covariance_type=covariance_type, max_iter=50, tol=0, random_state=0).fit(x[:, :columns].copy())
    return {f"{name}, bound": round(model.lower_bound_, 5)}


fit("warm-up", 10, "full")
finish(
    **fit("10 columns, full", 10, "full"),
    **fit("10 columns, tied", 10, "tied"),
    **fit("10 columns, diag", 10, "diag"),
    **fit("50 columns, full", 50, "full"),
)
