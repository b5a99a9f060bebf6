"""The rows that scikit-learn hands to empty clusters: argpartition(values, -m) read from the end, as NumPy 1.24 orders it."""
import golden
import numpy as np

cases = []
for seed in range(40):
    random = np.random.RandomState(seed)
    n = int(random.randint(2, 120))
    values = random.randint(0, 30 if seed % 2 else 1000, n).astype(float)
    count = int(random.randint(1, min(n, 12) + 1))
    cases.append({"values": values, "count": count, "rows": np.argpartition(values, -count)[: -count - 1 : -1]})

golden.write("argpartition", {"cases": cases}, packages=("numpy",))
