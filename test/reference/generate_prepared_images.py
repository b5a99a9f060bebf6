"""Steps of cleanImages, normalizeImages and hogWindows in NumPy and scipy.ndimage, written after their description."""
import numpy as np
from scipy import ndimage

from golden import uniform, write

FULL = np.ones((3, 3))


def strokes(seed, height, width):
    """A noisy ground, two strokes of which one is faint, and specks; whole levels from 0 to 255."""
    image = np.floor(uniform(seed, height, width) * 20)
    image[height // 4, 2:width - 3] = 230
    image[height // 4 + 1, 2:width - 3] = 120
    image[height // 4 + 4:height - 2, width // 3] = 40
    image[height - 1, width - 1] = 90
    image[0, 1] = 26
    return image


def components(seed, height, width, level):
    labels, count = ndimage.label(uniform(seed, height, width) < level, structure=FULL)
    return {"seed": seed, "height": height, "width": width, "level": level, "labels": labels.ravel(), "count": count}


def clean(image, floor=12, gamma=0.5, threshold=24, min_ink=0.012, dilation=1, percentile=90, max_value=255,
          invert=False):
    levels = max_value - image if invert else image
    ink = np.maximum(levels - floor, 0)
    ink = (ink / ink.max()) ** gamma
    labels, count = ndimage.label(levels > threshold, structure=FULL)
    numbers = np.arange(1, count + 1)
    sums = ndimage.sum(ink, labels, numbers)
    kept = np.isin(labels, numbers[sums >= min_ink * sums.sum()])
    if dilation > 0:
        kept = ndimage.binary_dilation(kept, FULL, iterations=dilation)
    ink = np.where(kept, ink, 0)
    return np.clip(ink / np.percentile(ink[ink > 0], percentile), 0, 1)


def clean_case(seed, shape, **options):
    image = strokes(seed, *shape)
    if options.get("invert"):
        image = 255 - image
    names = {"min_ink": "minInk", "percentile": "inkPercentile"}
    return {"shape": shape, "options": {names.get(k, k): v for k, v in options.items()}, "image": image.ravel(),
            "cleaned": clean(image, **options).ravel()}


def moments(ink):
    """Centre of mass, and standard deviation along each axis."""
    grid = np.indices(ink.shape)
    center = [(ink * axis).sum() / ink.sum() for axis in grid]
    return center, [np.sqrt((ink * (axis - c) ** 2).sum() / ink.sum()) for axis, c in zip(grid, center)]


def box(ink):
    rows, columns = np.nonzero(ink)
    return [(rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2], \
        [(rows.max() - rows.min() + 1) / 2, (columns.max() - columns.min() + 1) / 2]


def normalize(image, method="moments", size=32, blur=0.7, extent=None, anisotropy=None):
    blurred = ndimage.gaussian_filter(image, blur) if blur > 0 else image
    if method == "moments":
        center, deviation = moments(blurred)
        half = np.array(deviation) + 0.5
    elif method == "bounding-box":
        center, half = box(image)
    else:
        center, half = ndimage.center_of_mass(blurred), np.array(image.shape) / 2
    extent = extent or (2.3 if method == "moments" else 1)
    anisotropy = (0 if method == "center-of-mass" else 0.5) if anisotropy is None else anisotropy
    half = extent * np.array(half) ** anisotropy * max(half) ** (1 - anisotropy)
    # Samples for one new pixel, at most one old pixel apart.
    samples = [max(2, int(np.ceil(2 * h / size))) for h in half]
    axes = [c - h + (np.arange(n * size) + 0.5) * 2 * h / (n * size) for c, h, n in zip(center, half, samples)]
    grid = np.meshgrid(*axes, indexing="ij")
    sampled = ndimage.map_coordinates(blurred, grid, order=1, mode="grid-constant", cval=0)
    return sampled.reshape(size, samples[0], size, samples[1]).mean(axis=(1, 3))


def normalize_case(seed, shape, **options):
    image = uniform(seed, *shape)
    image = np.where(image > 0.7, image, 0)
    return {"seed": seed, "shape": shape, "options": options,
            "normalized": normalize(image, **options).ravel()}


def hog_windows(image, orientations=9, window=(8, 8), stride=(4, 4)):
    """Window by window, bin by bin: the weight of a pixel in a bin is what linear interpolation on a circle gives it."""
    down, right = np.zeros(image.shape), np.zeros(image.shape)
    down[1:-1] = image[2:] - image[:-2]
    right[:, 1:-1] = image[:, 2:] - image[:, :-2]
    strength = np.hypot(down, right)
    direction = np.degrees(np.arctan2(down, right)) % 180
    width = 180 / orientations
    values = []
    for top in range(0, image.shape[0] - window[0] + 1, stride[0]):
        for left in range(0, image.shape[1] - window[1] + 1, stride[1]):
            part = np.s_[top:top + window[0], left:left + window[1]]
            for bin_ in range(orientations):
                away = np.abs(direction[part] - bin_ * width)
                away = np.minimum(away, 180 - away)
                values.append((strength[part] * np.maximum(0, 1 - away / width)).sum())
    roots = np.sqrt(values)
    return roots / np.linalg.norm(roots)


def hog_windows_case(seed, shape, **options):
    names = {"window": "pixelsPerWindow"}
    return {"seed": seed, "shape": shape, "options": {names.get(k, k): v for k, v in options.items()},
            "descriptor": hog_windows(uniform(seed, *shape), **options)}


write("prepared-images", {
    "components": [components(1, 12, 17, 0.3), components(2, 20, 9, 0.45), components(3, 1, 30, 0.6)],
    "clean": [
        clean_case(4, [24, 24]),
        clean_case(5, [20, 31], gamma=0.8, percentile=75, dilation=2),
        clean_case(6, [24, 20], floor=5, threshold=40, min_ink=0.05, dilation=0),
        clean_case(7, [18, 24], invert=True),
    ],
    "normalize": [
        normalize_case(8, [20, 20], size=12),
        normalize_case(9, [14, 25], size=9, blur=1.3),
        normalize_case(10, [16, 16], size=10, extent=1.1, anisotropy=1, blur=0),
        normalize_case(11, [15, 21], size=8, method="bounding-box"),
        normalize_case(12, [15, 21], size=8, method="bounding-box", anisotropy=0, blur=0),
        normalize_case(13, [17, 12], size=16, method="center-of-mass"),
        normalize_case(14, [40, 60], size=6, method="center-of-mass"),
        # A blur wider than the picture mirrors it more than once.
        normalize_case(15, [4, 5], size=6, blur=2.5),
    ],
    "hogWindows": [
        hog_windows_case(16, [32, 32]),
        hog_windows_case(17, [21, 18], orientations=6, window=(5, 7), stride=(3, 2)),
        hog_windows_case(18, [12, 13], orientations=4, window=(4, 4), stride=(5, 6)),
    ],
}, packages=("numpy", "scipy"))
