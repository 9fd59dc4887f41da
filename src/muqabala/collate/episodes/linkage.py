"""Average linkage: the two groups whose members are most alike on average are joined, again and again.

By chains of nearest neighbours (Benzécri 1982; Murtagh 1983), which needs one row of the matrix at a time and gives the same tree as looking for
the closest pair each time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tree:
    """How n things were joined.

    | column | dtype   | length | meaning                                            |
    |--------|---------|--------|----------------------------------------------------|
    | kept   | int64   | n - 1  | a member of one of the two groups that were joined  |
    | gone   | int64   | n - 1  | a member of the other                               |
    | height | float64 | n - 1  | how alike the two groups are, on average            |
    """

    kept: Longs
    gone: Longs
    height: Doubles

    def groups(self, least: float) -> Longs:
        """The group of each thing if groups that are at least so much alike are joined; 0, 1, 2 … in the order of their first members.

        >>> average_linkage(np.array([[1, .9, 0], [.9, 1, .1], [0, .1, 1]], np.float32)).groups(.5).tolist()
        [0, 0, 1]
        """
        parent = np.arange(len(self.height) + 1)
        for place in np.flatnonzero(self.height >= least).tolist():
            a, b = (_top(parent, int(side[place])) for side in (self.kept, self.gone))
            parent[max(a, b)] = min(a, b)
        for place in range(len(parent)):
            parent[place] = parent[parent[place]]
        _, group = np.unique(parent, return_inverse=True)
        return group.astype(np.int64)


def average_linkage(likeness: Matrix, sizes: npt.NDArray[np.integer] | None = None) -> Tree:
    """The tree of n things by their likeness (n x n, symmetric; overwritten). `sizes` says how much each counts; all the same if not given."""
    count = len(likeness)
    weight = np.ones(count) if sizes is None else sizes.astype(np.float64)
    np.fill_diagonal(likeness, -np.inf)
    open_ = np.ones(count, bool)
    joins: list[tuple[int, int, float]] = []
    chain: list[int] = []
    while len(joins) < count - 1:
        if not chain:
            chain = [int(open_.argmax())]
        here = chain[-1]
        row = likeness[here]
        near = int(row.argmax())
        if len(chain) > 1 and row[chain[-2]] >= row[near]:
            near = chain[-2]
            del chain[-2:]
            joins.append((min(here, near), max(here, near), float(row[near])))
            _join(likeness, weight, *joins[-1][:2])
            open_[joins[-1][1]] = False
        else:
            chain.append(near)
    kept, gone, height = zip(*joins, strict=True) if joins else ((), (), ())
    return Tree(np.array(kept, np.int64), np.array(gone, np.int64), np.array(height, np.float64))


def _join(likeness: Matrix, weight: Doubles, kept: int, gone: int) -> None:
    """Make one group of two, in the first one's row; in place."""
    share = weight[kept] / (weight[kept] + weight[gone])
    row = share * likeness[kept] + (1 - share) * likeness[gone]
    row[[kept, gone]] = -np.inf
    likeness[kept] = likeness[:, kept] = row
    likeness[gone] = likeness[:, gone] = -np.inf
    weight[kept] += weight[gone]


def _top(parent: npt.NDArray[np.intp], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = int(parent[place])
    return place
