"""Clustimage's imscale, row by row: minimum to 0, over the maximum, times 255, cut off to a byte."""
import numpy as np

from golden import uniform, write


def rescale(rows):
    rows = rows - rows.min(axis=1, keepdims=True)
    rows = rows / rows.max(axis=1, keepdims=True)
    return np.uint8(rows * 255)


write("rescale-images", {
    "standardized": rescale(uniform(5, 6, 40) * 9 - 3),
    "bytes": rescale(np.floor(uniform(6, 6, 40) * 256)),
}, packages=("numpy",))
