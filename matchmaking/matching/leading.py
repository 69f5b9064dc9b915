"""How does one get from what asks name to what offers name? Sparse steps, shared by chain and thesaurus."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def strongest(named: sparse.csr_array, related: sparse.csr_array) -> sparse.csr_array:
    """One step along `related`, capped at 1; sums stand in for the strongest."""
    reached = sparse.csr_array(named @ related)
    reached.data = np.minimum(reached.data, 1.0)
    return reached


def closest(
    leads_to: sparse.csr_array, made: sparse.csr_array, *, asks: Ints, titles: Ints
) -> Floats:
    """In [0, 1], a pair: how directly the ask leads to something its offer's title names."""
    if not made.shape[1]:
        return np.zeros(len(asks))
    width = made.shape[0]
    keys, back = np.unique(asks * width + titles, return_inverse=True)
    both = sparse.csr_array(leads_to[keys // width].multiply(made[keys % width]))
    best = np.asarray(both.max(axis=1).todense(), np.float64).ravel()
    return np.minimum(best, 1.0)[back]


def nearest(start: sparse.csr_array, onward: sparse.csr_array, row: int, *, limit: int) -> Ints:
    """Columns that one row of `start` reaches, nearest first."""
    if not limit or start.shape[1] == 0:
        return np.zeros(0, np.int64)
    reached = sparse.csr_array(start[[row]] @ onward)
    best = np.argsort(-reached.data, kind="stable")[:limit]
    return reached.indices[best].astype(np.int64)
