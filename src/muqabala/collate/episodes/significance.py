"""Whether what cells have in common is more than chance would bring: the background is the same words in any order.

For a cell and the other cells of its episode each stem of the cell either stands in the others or not. Were the other accounts' words shuffled, it
would stand there with a chance that follows from how frequent it is and how long the others are. Rare stems in common weigh as many bits as their
chance has; how unlikely so many bits are is bounded after Chernoff, which needs no drawing of lots and is never too favourable but for words that
come together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.features import Features, Floats
from muqabala.collate.episodes.parts import Longs
from muqabala.collate.episodes.telling import UNSEEN

SURE, WEAK = 12.0, 3.0
"""Bits beyond chance that some cell of an episode needs, the choice among all cells paid for; and that each other cell of it needs."""
HALF = 0.5
"""What a word counts that stands in this episode only."""
_TILTS = np.linspace(0.05, 1.0, 20)


def significant_groups(stems: Features, account: Longs, group: Longs) -> Longs:
    """The group of each clause; -1 in groups of one account, in those that chance may well have brought, and in cells that chance brought to one."""
    accounts = int(account.max(initial=-1)) + 1
    total = np.bincount(stems.feature, minlength=stems.count)
    of = group[stems.clause]
    rows = np.argsort(of, kind="stable")
    cells = len(np.unique(group * accounts + account))
    kept = np.zeros((int(group.max(initial=-1)) + 1, accounts), bool)
    for part in np.split(rows, np.flatnonzero(np.diff(of[rows])) + 1):
        if len(part):
            bits = _cells(account[stems.clause[part]], stems.feature[part], total, stems.share, accounts)
            kept[of[part[0]]] = (bits >= WEAK) & (bits.max() >= SURE + np.log2(cells))
    kept &= kept.sum(1, keepdims=True) > 1
    return np.where(kept[group, account], group, -1)


def _cells(whose: Longs, what: Longs, total: Longs, prose: Floats, accounts: int) -> npt.NDArray[np.float64]:
    """Bits beyond chance of the cell of each account in one group, given the account and the stem of each of its words."""
    outside = total - np.bincount(what, minlength=len(total))
    share = (outside + HALF + UNSEEN * prose) / (outside.sum() + UNSEEN)
    bits = np.zeros(accounts)
    for a in np.unique(whose).tolist():
        mine, others = np.unique(what[whose == a]), what[whose != a]
        bits[a] = beyond_chance(share[mine], np.isin(mine, others), len(others))
    return bits


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
