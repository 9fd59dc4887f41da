"""Episodes of few or short accounts: blocks of clauses in which two of them say the same.

Where few accounts tell, or short ones, a model of content has too little to learn from, and groups of clauses are mostly neighbours of one account
or nearly everything. So only what stands in two accounts is compared: each pair of clauses is more or less alike than pairs mostly are, and a block,
some clauses in a row of one account beside some in a row of another, is worth the sum over its pairs. The best block is taken, its clauses are put
aside, and so on; no order is forced. How much likeness is asked of a pair decides how long the blocks are; what mostly stays together over several
such demands is one episode.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import NamedTuple

import numpy as np

from muqabala.collate.episodes.consensus import Progress
from muqabala.collate.episodes.features import Features, Floats
from muqabala.collate.episodes.linkage import average_linkage
from muqabala.collate.episodes.parts import Longs
from muqabala.collate.episodes.segments import spread, unit, vectors, with_neighbours

KINDS = (1.0, 0.5)
"""Weights of the likeness by n-grams and by stems."""
NEIGHBOURS = ((1, 0.6), (3, 0.7))
"""Neighbours that a clause is compared with on either side, and how they fade; both count the same."""
PLACE = 0.5
"""Weight of standing at the same share of both accounts: they mostly tell in one order, and need not."""
ASKED = (1.25, 1.75, 2.25, 2.75, 3.25)
"""Standard deviations above the mean likeness of all pairs that a pair must have to add to a block."""
OWN = 1.5
"""Standard deviations above the mean that some pair of a clause at a block's edge must have by itself, without its neighbours."""
MOST = np.float32(10.0)
"""Standard deviations that two clauses by themselves count at most: some are the same, word by word."""
LONGEST = 40
"""Clauses of a block in the account with fewer clauses, at most."""
TOGETHER = 0.35
"""Share of the demands over which clauses fall together on average, divided by the root of the number of accounts."""
_TAKEN = np.float32(-99.0)


class Block(NamedTuple):
    """Clauses first .. last - 1 of one account beside low .. high - 1 of another one, numbered within each."""

    worth: float
    first: int
    last: int
    low: int
    high: int


def find_block_groups(grams: Features, stems: Features, account: Longs, progress: Progress) -> Longs:
    """The group of each clause, 0, 1, 2 …; most groups have clauses of one account only."""
    likeness, own = _likeness(grams, stems, account)
    together = np.zeros_like(likeness)
    both_of = list(combinations(np.unique(account).tolist(), 2))
    for done, (a, b) in enumerate(both_of, 1):
        of_a, of_b = np.flatnonzero(account == a), np.flatnonzero(account == b)
        pairs = np.ix_(of_a, of_b)
        both = np.concatenate([of_a, of_b])
        shared = _shared(likeness[pairs], own[pairs])
        together[np.ix_(both, both)] = np.maximum(together[np.ix_(both, both)], shared)
        progress(done, len(both_of))
    return average_linkage(together).groups(TOGETHER / float(np.sqrt(len(np.unique(account)))))


def _likeness(grams: Features, stems: Features, account: Longs) -> tuple[Floats, Floats]:
    """How alike each two clauses are, with their neighbours and by themselves, in standard deviations from the mean of two accounts' pairs."""
    shape = (len(account), len(account))
    total, own = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for weight, features in zip(KINDS, (grams, stems), strict=True):
        rows = unit(vectors(features, power=1.5), 0.5)
        one = unit(rows)
        own += _scaled(one @ one.T, account) / np.float32(len(KINDS))
        for reach, fade in NEIGHBOURS:
            near = with_neighbours(rows, account, reach, fade)
            total += np.float32(weight) * _scaled(near @ near.T, account)
    sizes = np.bincount(account)
    place = (np.arange(len(account)) - (np.cumsum(sizes) - sizes)[account]) / np.maximum(sizes[account] - 1, 1)
    total -= np.float32(PLACE) * _scaled(np.abs(place[:, None] - place[None, :]).astype(np.float32), account)
    total += np.minimum(own, MOST)
    return _scaled(total, account), own


def _scaled(values: Floats, account: Longs) -> Floats:
    """Values less their mean, over their standard deviation, in place."""
    mean, deviation = spread(values, account, either=True)
    values -= mean
    values /= deviation
    return values


def _shared(likeness: Floats, own: Floats) -> Floats:
    """The share of the demands over which clauses are in one block, for the clauses of both accounts, the first one's before the second's."""
    count, least = len(likeness), np.sqrt(2 * np.log(max(likeness.size, 1)))  # of so many pairs the best one by chance (Gumbel 1958)
    shared = np.zeros((sum(likeness.shape),) * 2, np.float32)
    for asked in ASKED:
        for block in find_blocks(likeness - np.float32(asked), least):
            _, first, last, low, high = _with_own_edges(block, own)
            members = np.concatenate([np.arange(first, last), np.arange(count + low, count + high)])
            shared[np.ix_(members, members)] += np.float32(1 / len(ASKED))
    return shared


def find_blocks(worth: Floats, least: float) -> Iterator[Block]:
    """The blocks of greatest sum, best first, each without the rows and columns of those before it, while they are worth as much as `least`.

    Args:
        worth: of each pair of clauses, negative where it speaks against a block.
        least: what a block must be worth.

    >>> worth = np.array([[2, 1, -3], [-3, 2, -3], [-3, -3, 4]], np.float32)
    >>> [block[1:] for block in find_blocks(worth, 1)]
    [(2, 3, 2, 3), (0, 1, 0, 2)]
    """
    if worth.shape[0] > worth.shape[1]:
        for block in find_blocks(worth.T, least):
            yield Block(block.worth, block.low, block.high, block.first, block.last)
        return
    worth = worth.copy()
    best = [(-block.worth, block) for row in range(len(worth)) if (block := _best_from(worth, row)).worth >= least]
    heapify(best)
    while best:
        block = heappop(best)[1]
        taken = worth[block.first : block.last, block.low : block.high] == _TAKEN
        if taken.any():  # what is left from this row on is worth less than it was
            again = _best_from(worth, block.first)
            if again.worth >= least:
                heappush(best, (-again.worth, again))
            continue
        yield block
        worth[block.first : block.last], worth[:, block.low : block.high] = _TAKEN, _TAKEN


def _best_from(worth: Floats, row: int) -> Block:
    """The block of greatest sum that begins in a row: for each last row the best run of columns (Kadane 1984, on sums from the left)."""
    sums = np.cumsum(np.cumsum(worth[row : row + LONGEST], 0), 1)
    before = np.zeros_like(sums)
    np.minimum.accumulate(sums[:, :-1], 1, out=before[:, 1:])
    np.minimum(before, 0, out=before)
    last, high = divmod(int((sums - before).argmax()), sums.shape[1])
    low = int(np.concatenate([[0], sums[last, :high]]).argmin())
    return Block(float(sums[last, high] - before[last, high]), row, row + last + 1, low, high + 1)


def _with_own_edges(block: Block, own: Floats) -> Block:
    """The block without the clauses at its edges that are in it only for their neighbours' sake; one of each account always stays."""
    _, first, last, low, high = block
    inside = own[first:last, low:high] >= OWN
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    if not len(rows):
        return block
    return Block(block.worth, first + int(rows[0]), first + int(rows[-1]) + 1, low + int(columns[0]), low + int(columns[-1]) + 1)
