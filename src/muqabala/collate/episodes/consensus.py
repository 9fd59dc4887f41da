"""Episodes by consensus: the accounts are cut and grouped many times, more finely and more coarsely, and what mostly falls together stays together.

How long a passage an episode is, nobody can say beforehand, and any one grouping is wrong in many places. The errors of several are not the same
ones: the consensus of all is better than nearly every one of them (decision 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from muqabala.collate.episodes.features import Features, Floats
from muqabala.collate.episodes.linkage import average_linkage
from muqabala.collate.episodes.parts import Longs
from muqabala.collate.episodes.segments import LEAST, affinities, cut, spread, unit, vectors, with_neighbours
from muqabala.collate.episodes.telling import Telling

REACH = ((1, 0.6), (2, 0.75))
"""Neighbours that a clause is compared with on either side, and how they fade."""
ASKED = (0.05, 0.1, 0.15, 0.2)
"""Affinity that two clauses of one stretch must have."""
ALIKE = ((1.0, 1.6), (0.7, 1.2))
"""Standard deviations above the mean likeness of two accounts' stretches from which they are one episode, before the model has read them and
after it."""
ROUNDS, STEPS = 4, 2
"""How often stretches are grouped anew, and how often the model reads the accounts each time."""
TOGETHER, FEWER = 1.6, 0.62
"""How much clauses must fall together on average (`_alike`), divided by this power of the number of accounts: where many tell the same, each pair
of them need be seen together less often. A fifth more or less changes the figures by two points."""
MANY = 600
"""Groups from which on those of one account alone are not read: the small part of a large account that another one tells is lost in it."""
Progress = Callable[[int, int], None]


def find_groups(grams: Features, stems: Features, account: Longs, progress: Progress) -> Longs:
    """The group of each clause, 0, 1, 2 …; most groups have clauses of one account only."""
    return _agreed(np.stack(list(_runs(grams, stems, account, progress))), account, TOGETHER / len(np.unique(account)) ** FEWER)


def _runs(grams: Features, stems: Features, account: Longs, progress: Progress) -> Iterator[Longs]:
    """The groupings, half of them of stretches by their n-grams and half by their stems: clauses with no episode have -1."""
    telling, accounts = Telling(stems, account), int(account.max(initial=-1)) + 1
    done, total = 0, 2 * len(REACH) * len(ASKED) * len(ALIKE)
    for features, (reach, fade) in product((grams, stems), REACH):
        near = with_neighbours(unit(vectors(features, power=1.5), 0.5), account, reach, fade)
        likeness = near @ near.T
        mean, deviation = spread(likeness, account)
        bands = [affinities(likeness, account, a, mean + np.float32(LEAST) * deviation) for a in range(accounts)]
        del likeness
        for asked, (before, after) in product(ASKED, ALIKE):
            stretch = _through([cut(band, asked) for band in bands])
            yield _run(features, telling, stretch, before, after)
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
        episode = _worth_reading(episode, telling.account)
        for _ in range(STEPS):
            episode = telling.read_again(episode)
    return episode


def _grouped(grams: Features, account: Longs, stretch: Longs, least: float) -> Longs:
    """The group of each clause by the likeness of stretches, which are numbered 0, 1, 2 … through the accounts."""
    rows: Floats = unit(vectors(grams.within(stretch)))
    likeness = rows @ rows.T
    mean, deviation = spread(likeness, account[np.flatnonzero(np.diff(stretch, prepend=-1))])
    return average_linkage(likeness).groups(float(mean) + least * float(deviation))[stretch]


def _worth_reading(episode: Longs, account: Longs) -> Longs:
    """The groups that the model reads with: all, or, where there are too many, those of several accounts."""
    count = int(episode.max(initial=-1)) + 1
    if count <= MANY:
        return episode
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(first, episode, account)
    np.maximum.at(last, episode, account)
    return np.where(first[episode] < last[episode], episode, -1)


def _recut(episode: Longs, account: Longs, stretch: Longs) -> Longs:
    """New stretches: where the episode changes, and within no episode where the old stretches do."""
    fresh = (np.diff(episode, prepend=-2) != 0) | (np.diff(account, prepend=-1) != 0)
    fresh |= (episode < 0) & (np.diff(stretch, prepend=-1) != 0)
    stretches: Longs = (np.cumsum(fresh) - 1).astype(np.int64)
    return stretches


def _agreed(runs: Longs, account: Longs, least: float) -> Longs:
    """Group clauses that mostly fall together. Neighbours that always do are taken as one."""
    fresh = (np.diff(account, prepend=-1) != 0) | (np.diff(runs, axis=1, prepend=-2) != 0).any(0)
    atom = np.cumsum(fresh) - 1
    first = np.flatnonzero(fresh)
    together = np.zeros((len(first), len(first)), np.float32)
    for run in runs[:, first]:
        together += (run[:, None] == run) & (run >= 0)[:, None]
    together /= len(runs)
    size = np.bincount(atom)
    groups: Longs = average_linkage(_alike(together, size), size).groups(least)[atom]
    return groups


def _alike(together: Floats, size: Longs) -> Floats:
    """How much clauses fall together, 0..1: the geometric mean of how often they do and of how alike they are in the others that they fall together
    with, each of these counted by its `size`. Two that meet by chance have different companions."""
    companions: Floats = unit(together * np.sqrt(size, dtype=np.float32)[None, :])
    alike: Floats = np.sqrt(np.maximum(companions @ companions.T, 0) * together)
    return alike
