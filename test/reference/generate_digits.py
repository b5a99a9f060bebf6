"""scikit-learn's 1 797 digits of 8 x 8 pixels, values 0 to 16 written as letters, and what k-means finds by pixels."""
import golden
import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits

pixels, digits = load_digits(return_X_y=True)
labels = KMeans(10, n_init=20, random_state=0).fit_predict(pixels)
table = np.array([[np.sum((digits == d) & (labels == c)) for c in range(10)] for d in range(10)])
golden.write(
    "digits",
    {
        "pixels": ["".join(chr(97 + int(value)) for value in row) for row in pixels],
        "digits": "".join(map(str, digits)),
        "accuracyByPixels": table[linear_sum_assignment(-table)].sum() / len(digits),
    },
)
