"""Average linkage: join the two groups whose members are most alike on average, again and again, down to a likeness.

By chains of nearest neighbours (Benzécri 1982; Murtagh 1983), which needs one row of the matrix at a time and gives the same tree as looking for
the closest pair each time.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32]


def join_alike(likeness: Matrix, least: float, sizes: npt.NDArray[np.floating] | None = None) -> Longs:
    """Group n things by their likeness (n x n, symmetric; overwritten). Groups with a mean likeness of at least `least` are joined.

    `sizes` says how much each thing counts; all the same where it is not given. Returns the group of each, 0, 1, 2 … in the order of their first
    members.

    >>> join_alike(np.array([[1, .9, 0], [.9, 1, .1], [0, .1, 1]], np.float32), .5).tolist()
    [0, 0, 1]
    """
    count = len(likeness)
    weight = np.ones(count) if sizes is None else sizes.astype(np.float64)
    np.fill_diagonal(likeness, -np.inf)
    open_, parent = np.ones(count, bool), np.arange(count)
    chain: list[int] = []
    for start in range(count):
        if open_[start]:
            chain = [start]
        while chain and open_[start]:
            here = chain[-1]
            row = likeness[here]
            near = int(row.argmax())
            if len(chain) > 1 and row[chain[-2]] >= row[near]:
                near = chain[-2]
            if row[near] < least:  # nothing is near enough to the end of the chain, and never will be: means do not grow
                open_[here] = False
                likeness[here] = likeness[:, here] = -np.inf
                chain.pop()
            elif len(chain) > 1 and near == chain[-2]:
                del chain[-2:]
                _join(likeness, weight, min(here, near), max(here, near))
                open_[max(here, near)] = False
                parent[max(here, near)] = min(here, near)
            else:
                chain.append(near)
            if not chain and open_[start]:
                chain = [start]
    return _numbered(parent)


def _join(likeness: Matrix, weight: npt.NDArray[np.float64], kept: int, gone: int) -> None:
    """Make one group of two, in the first one's row; in place."""
    share = weight[kept] / (weight[kept] + weight[gone])
    row = share * likeness[kept] + (1 - share) * likeness[gone]
    row[[kept, gone]] = -np.inf
    likeness[kept] = likeness[:, kept] = row
    likeness[gone] = likeness[:, gone] = -np.inf
    weight[kept] += weight[gone]


def _numbered(parent: npt.NDArray[np.intp]) -> Longs:
    """The group of each thing from what it was joined to; what it was joined to comes before it."""
    for place in range(len(parent)):
        parent[place] = parent[parent[place]]
    _, group = np.unique(parent, return_inverse=True)
    return group.astype(np.int64)
