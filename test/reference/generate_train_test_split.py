"""sklearn.model_selection.train_test_split, plain and stratified."""
import numpy as np
from sklearn.model_selection import train_test_split

from golden import write


def case(n, seed, classes=None, **sizes):
    y = None if classes is None else np.random.RandomState(seed + 100).randint(0, classes, n)
    train, test = train_test_split(np.arange(n), random_state=seed, stratify=y, **sizes)
    names = {"test_size": "testSize", "train_size": "trainSize"}
    return {"n": n, "seed": seed, "classes": classes, "sizes": {names[k]: v for k, v in sizes.items()}, "train": train, "test": test}


write("train-test-split", {"cases": [
    case(10, 0),
    case(11, 1, test_size=0.3),
    case(50, 2, train_size=0.5),
    case(50, 3, test_size=7),
    case(50, 4, test_size=5, train_size=0.33),
    case(60, 5, classes=3),
    case(61, 6, classes=4, test_size=0.2),
    case(90, 7, classes=7, test_size=0.5, train_size=0.31),
    case(64, 8, classes=5, train_size=17),
    case(200, 2**32 - 101, classes=15, test_size=0.1),
]})
