"""numpy.random.RandomState, method by method."""
import numpy as np

from golden import write

SEEDS = [0, 1, 42, 2**32 - 1]


def stream(seed):
    r = np.random.RandomState(seed)
    p = np.arange(1, 13) / 78
    result = {
        "words": [r.randint(0, 2**32, dtype=np.uint32) for _ in range(4)],
        "randomSample": r.random_sample(3),
        "uniform": r.uniform(-2, 5, 3),
        "randint": r.randint(-7, 100, 8),
        "randintOneValue": r.randint(5, 6),
        "randint32": r.randint(0, 2**32, 3),
        "randintWide": r.randint(-3, 2**45 + 12345, 4),
        "permutation": r.permutation(11),
        "choice": [r.choice(12), r.choice(12, p=p)],
        "choiceReplace": r.choice(12, 6),
        "choiceNoReplace": r.choice(12, 6, replace=False),
        "choiceReplaceP": r.choice(12, 6, p=p),
        "choiceNoReplaceP": r.choice(12, 11, replace=False, p=p),
        "standardNormal": r.standard_normal(3),
    }
    shuffled = list("abcdefgh")
    r.shuffle(shuffled)
    result["shuffle"] = shuffled
    # An odd number of normals came before: the kept one is first.
    result["normal"] = r.normal(10, 2, 4)
    # Past the 624 words of one state.
    r.random_sample(1000)
    result["afterThousand"] = r.random_sample()
    return result


write("random", {"streams": {str(seed): stream(seed) for seed in SEEDS}}, packages=("numpy",))
