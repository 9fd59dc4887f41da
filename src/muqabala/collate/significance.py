"""Whether what cells have in common is more than chance would bring: the background is the same words in any order.

For a cell and the other cells of its episode each stem of the cell either stands in the others or not. Were the other accounts' words shuffled, it
would stand there with a chance that follows from how frequent it is and how long the others are. Rare stems in common weigh as many bits as their
chance has; how unlikely so many bits are is bounded after Chernoff, which needs no drawing of lots and is never too favourable but for words that
come together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.collate.features import Features, Longs
from muqabala.collate.telling import UNSEEN

SURE = 12.0
"""Bits beyond chance that a cell needs, the choice among all cells paid for."""
_TILTS = np.linspace(0.05, 1.0, 20)


def significant_groups(stems: Features, account: Longs, group: Longs) -> Longs:
    """The group of each clause; -1 where the group's clauses of that account have no more in common with its other accounts than chance would bring.

    Groups are looked at again until nothing changes, since a cell that is left out may have been what another one had in common.
    """
    group = group.copy()
    while True:
        dropped = _chance(stems, account, group)
        if not len(dropped):
            return group
        group[np.isin(group * (int(account.max()) + 1) + account, dropped) & (group >= 0)] = -1


def _chance(stems: Features, account: Longs, group: Longs) -> Longs:
    """Cells, as group * accounts + account, that stand alone or have too little in common with the others."""
    accounts = int(account.max(initial=-1)) + 1
    total = np.bincount(stems.feature, minlength=stems.count)
    share = total / (total.sum() + UNSEEN)
    of = group[stems.clause]
    kept = np.flatnonzero(of >= 0)
    rows = kept[np.argsort(of[kept], kind="stable")]
    heads = np.flatnonzero(np.diff(of[rows], prepend=-1))
    cells = len(np.unique(group[group >= 0] * accounts + account[group >= 0]))
    dropped = []
    told = {int(g): np.unique(account[group == g]) for g in np.unique(group[group >= 0])}
    words = {int(of[part[0]]): part for part in np.split(rows, heads[1:]) if len(part)}
    for g, tellers in told.items():
        part = words.get(g, rows[:0])
        whose, what = account[stems.clause[part]], stems.feature[part]
        for a in tellers.tolist():
            mine, others = np.unique(what[whose == a]), what[whose != a]
            if beyond_chance(share[mine], np.isin(mine, others), len(others)) < SURE + np.log2(cells):
                dropped.append(g * accounts + a)
    return np.array(dropped, np.int64)


def beyond_chance(share: npt.NDArray[np.float64], common: npt.NDArray[np.bool_], others: int) -> float:
    """Bits by which it is unlikely that so much is in common by chance.

    Args:
        share: how frequent each word of a cell is, 0..1.
        common: which of them stand in the other cells.
        others: words of the other cells.
    """
    if not common.any():
        return 0.0
    chance = np.clip(1 - (1 - share) ** others, 1e-9, 1 - 1e-9)
    bits = -np.log2(chance)
    found = float(bits[common].sum())
    bound = np.log2(1 + chance * (np.exp2(np.outer(_TILTS, bits)) - 1)).sum(1) - _TILTS * found
    return max(0.0, -float(bound.min()))
