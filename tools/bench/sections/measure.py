"""The Python twin of measure.ts."""
import json
import os
import resource
import time
import warnings
from contextlib import contextmanager

import numpy as np

warnings.filterwarnings("ignore")
seconds = {}


@contextmanager
def stage(name):
    """Times what stands under it; stages may hold others."""
    since = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - since


def finish(**results):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "results": results, "peakBytes": peak}))


def pixels():
    return np.fromfile(scratch("pixels.u8"), np.uint8).reshape(int(os.environ["BENCH_ROWS"]), -1)


def scratch(name):
    return os.path.join(os.environ["BENCH_SCRATCH"], name)


def rescaled():
    return np.fromfile(scratch("rescaled.u8"), np.uint8).reshape(int(os.environ["BENCH_ROWS"]), -1)


def scores():
    rows = int(os.environ["BENCH_ROWS"])
    return np.fromfile(scratch(f"scores-{rows}.f64")).reshape(rows, -1)
