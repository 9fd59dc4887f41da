"""Episodes by consensus: the accounts are cut and grouped many times, more finely and more coarsely, and what mostly falls together stays together.

How long a passage an episode is, nobody can say beforehand, and any one grouping is wrong in many places. The errors of several are not the same
ones: on eleven accounts the consensus of sixteen groupings is better by eight points than the middle one of them (decision 0013).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from muqabala.collate.features import Features, Floats, Longs
from muqabala.collate.linkage import average_linkage
from muqabala.collate.segments import affinities, cut_to, unit, vectors, with_neighbours
from muqabala.collate.telling import Telling

REACH = ((1, 0.6), (2, 0.75))
"""Neighbours that a clause is compared with on either side, and how they fade."""
LENGTHS = (12, 7, 5, 4)
"""Clauses of a stretch on average, before the model has read it."""
FINE = ((2.0, 3.0), (1.3, 2.0))
"""How many groups there are at least for each stretch of the average account, before the model has read them and after it."""
ALIKE = 0.05
"""Likeness that stretches of one group must have at least."""
ROUNDS, STEPS = 4, 2
"""How often stretches are grouped anew, and how often the model reads the accounts each time."""
TOGETHER = 0.4
"""Share of the groupings in which two clauses must fall together on average. From .15 to .35 the figures stay within a point."""
WIDE = 4_096
"""Columns for the vectors of stretches, which have many features."""

Progress = Callable[[int, int], None]


def find_groups(grams: Features, stems: Features, account: Longs, progress: Progress) -> Longs:
    """The group of each clause, 0, 1, 2 …; most groups have clauses of one account only."""
    runs = list(_runs(grams, stems, account, progress))
    return _agreed(np.stack(runs), account)


def _runs(grams: Features, stems: Features, account: Longs, progress: Progress) -> Iterator[Longs]:
    """The groupings: clauses with no episode have -1."""
    rows = unit(vectors(grams, power=1.5), 0.5)
    telling, accounts = Telling(stems, account), int(account.max(initial=-1)) + 1
    done, total = 0, len(REACH) * len(LENGTHS) * len(FINE)
    for reach, fade in REACH:
        near = with_neighbours(rows, account, reach, fade)
        bands = [affinities(near, account, a) for a in range(accounts)]
        for length, (before, after) in product(LENGTHS, FINE):
            stretch = _through(cut_to(bands, length))
            yield _run(grams, telling, stretch, before, after)
            done += 1
            progress(done, total)


def _through(parts: list[Longs]) -> Longs:
    """Stretches numbered through all accounts."""
    before = np.cumsum([0, *(int(p.max(initial=-1)) + 1 for p in parts)])
    return np.concatenate([part + start for part, start in zip(parts, before, strict=False)])


def _run(grams: Features, telling: Telling, stretch: Longs, before: float, after: float) -> Longs:
    """One grouping: stretches are grouped, read again, cut anew where the reading changes, and grouped again."""
    episode = _grouped(grams, telling.account, stretch, before)
    for round_ in range(ROUNDS):
        if round_:
            episode = _grouped(grams, telling.account, _recut(episode, telling.account, stretch), after)
        for _ in range(STEPS):
            episode = telling.read_again(episode)
    return episode


def _grouped(grams: Features, account: Longs, stretch: Longs, fine: float) -> Longs:
    """The group of each clause by the likeness of stretches; `fine` says how many groups there are at least."""
    rows: Floats = unit(vectors(grams.within(stretch), size=WIDE))
    tree = average_linkage(rows @ rows.T)
    accounts = int(account.max(initial=-1)) + 1
    return tree.groups(max(ALIKE, tree.least_for(fine * len(rows) / accounts)))[stretch]


def _recut(episode: Longs, account: Longs, stretch: Longs) -> Longs:
    """New stretches: where the episode changes, and within no episode where the old stretches do."""
    fresh = (np.diff(episode, prepend=-2) != 0) | (np.diff(account, prepend=-1) != 0)
    fresh |= (episode < 0) & (np.diff(stretch, prepend=-1) != 0)
    return np.cumsum(fresh) - 1


def _agreed(runs: Longs, account: Longs) -> Longs:
    """Group clauses that mostly fall together. Neighbours that always do are taken as one."""
    fresh = (np.diff(account, prepend=-1) != 0) | (np.diff(runs, axis=1, prepend=-2) != 0).any(0)
    atom = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    together = np.zeros((len(first), len(first)), np.float32)
    for run in runs[:, first]:
        together += (run[:, None] == run) & (run >= 0)[:, None]
    together /= len(runs)
    return average_linkage(together, np.bincount(atom)).groups(TOGETHER)[atom]
