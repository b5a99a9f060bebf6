"""skimage.feature.hog."""
import numpy as np
from skimage.feature import hog

from golden import uniform, write


def case(seed, shape, levels=None, channels=1, **options):
    size = shape[0] * shape[1] * channels
    pixels = uniform(seed, 2, size)
    if levels is not None:
        pixels = np.floor(pixels * levels)
    images = pixels.reshape((2, *shape) if channels == 1 else (2, *shape, channels))
    axis = None if channels == 1 else -1
    features = [hog(image, channel_axis=axis, **options) for image in images]
    names = {"pixels_per_cell": "pixelsPerCell", "cells_per_block": "cellsPerBlock", "block_norm": "blockNorm",
             "transform_sqrt": "transformSqrt", "orientations": "orientations"}
    return {"seed": seed, "shape": shape, "levels": levels, "channels": channels,
            "options": {names[k]: v for k, v in options.items()},
            "length": len(features[0]), "sum": [f.sum() for f in features], "first": [f[:60] for f in features]}


write("hog", {"cases": [
    case(1, [32, 32]),
    case(2, [33, 29], orientations=8, pixels_per_cell=(7, 5), cells_per_block=(2, 3)),
    case(3, [16, 24], levels=3, orientations=8, pixels_per_cell=(4, 4), cells_per_block=(1, 1), block_norm="L2"),
    case(4, [20, 20], levels=256, orientations=4, pixels_per_cell=(5, 5), cells_per_block=(2, 2), block_norm="L1"),
    case(5, [20, 20], levels=256, orientations=7, pixels_per_cell=(5, 5), cells_per_block=(2, 2), block_norm="L1-sqrt", transform_sqrt=True),
    case(6, [24, 24], channels=3, orientations=9, pixels_per_cell=(8, 8), cells_per_block=(2, 2)),
]}, packages=("numpy", "scikit-image"))
