"""NumPy on the products of lib/setup/speed.mjs: the best of six."""
import time

import numpy as np
from measure import finish

SIZE = 1536


def gigaflops(dtype):
    x = np.sin(np.arange(SIZE * SIZE)).reshape(SIZE, SIZE).astype(dtype)
    best = 0.0
    for _ in range(6):
        since = time.perf_counter()
        x @ x
        best = max(best, 2 * SIZE**3 / (time.perf_counter() - since) / 1e9)
    return round(best)


finish(**{"float64, GFLOP/s": gigaflops(np.float64), "float32, GFLOP/s": gigaflops(np.float32)})
