"""The whole story of collation: accounts -> clauses -> features -> groups by consensus -> cells beyond chance -> episodes in order, with labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from muqabala.canon.progress import Progress, quiet
from muqabala.collate.copies.reuse import find_passages
from muqabala.collate.copies.shared import MAX_PLACES
from muqabala.collate.episodes import labels
from muqabala.collate.episodes.account import Account
from muqabala.collate.episodes.blocks import find_block_groups
from muqabala.collate.episodes.consensus import find_groups
from muqabala.collate.episodes.features import grams_of, stems_of
from muqabala.collate.episodes.parts import Longs
from muqabala.collate.episodes.significance import significant_groups

Span = tuple[int, int]
FEW, SHORT = 3, 400
"""Accounts, and clauses of all accounts, that are compared by blocks of clauses; from more of both a model of what they tell has enough to learn
(decision 0017)."""
MOST, MOST_OF_FEW, MOST_OF_ONE = 9_000, 4_500, 3_000
"""Clauses of all accounts, of all where they are few, and of one, that are compared with each other; of longer ones several are taken as one.
Time and memory grow with the square."""


class Told(NamedTuple):
    """An episode: for each account the stretches that tell it, as half-open raw offsets in the text's order (none where it is silent)."""

    cells: tuple[tuple[Span, ...], ...]
    label: str


def find_episodes(accounts: Sequence[Account], progress: Progress = quiet) -> list[Told]:
    """The episodes that at least two of the accounts tell, in the order in which they are mostly told; accounts without words change nothing."""
    telling = [place for place, a in enumerate(accounts) if a.counts.any()]
    if len(telling) < 2:
        return []
    found = _episodes([accounts[place] for place in telling], progress)
    return [told._replace(cells=_at(telling, told.cells, len(accounts))) for told in found]


def _at(places: Sequence[int], cells: Sequence[tuple[Span, ...]], count: int) -> tuple[tuple[Span, ...], ...]:
    """The cells of some of so many accounts, at their places; those of the others are empty."""
    of = dict(zip(places, cells, strict=True))
    return tuple(of.get(place, ()) for place in range(count))


def _episodes(accounts: Sequence[Account], progress: Progress) -> list[Told]:
    """The episodes of accounts that all have words."""
    few = len(accounts) <= FEW or sum(len(a.clauses) for a in accounts) < SHORT
    accounts = _of_bearable_size(accounts, MOST_OF_FEW if few else MOST)
    grams, stems = grams_of(accounts), stems_of(accounts)
    account = np.repeat(np.arange(len(accounts)), [len(a.clauses) for a in accounts])
    tell = partial(progress, "episodes")
    groups = find_block_groups(grams, stems, account, tell) if few else find_groups(grams, stems, account, tell)
    episode = significant_groups(stems_of(accounts, common=False), account, groups)
    return _in_order(accounts, account, episode)


def _of_bearable_size(accounts: Sequence[Account], most: int) -> Sequence[Account]:
    """The accounts, those with most clauses in coarser stretches, so that together they have no more than can be compared with each other."""
    sizes = [len(a.clauses) for a in accounts]
    low, high = 1, min(max(sizes), MOST_OF_ONE)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(size, middle) for size in sizes) <= most else (low, middle - 1)
    return [a.coarser(-(-size // low)) if size > low else a for a, size in zip(accounts, sizes, strict=True)]


def find_copies(accounts: Sequence[Account], progress: Progress = quiet, most: int = MAX_PLACES) -> list[Told]:
    """Passages that two accounts have word by word, or nearly so: one episode a passage, two cells each, of as many stretches; `most` as for
    `find_passages`."""
    found = []
    for a, b, stretches, _, _ in find_passages(accounts, progress, most):
        cells: list[tuple[Span, ...]] = [()] * len(accounts)
        cells[a], cells[b] = zip(*stretches, strict=True)
        start, end = cells[a][0]
        words = accounts[a].view.text[start:end].split()
        found.append(Told(tuple(cells), " ".join(words[: labels.MOST])))
    return found


def _in_order(accounts: Sequence[Account], account: Longs, episode: Longs) -> list[Told]:
    """The episodes with their cells and labels, by the mean of the places, as shares of an account, at which they are told."""
    before = np.cumsum([0, *(len(a.clauses) for a in accounts)])
    place = (np.arange(len(account)) - before[account]) / np.maximum(np.diff(before)[account], 1)
    names = labels.Labels(accounts, account, before)
    found = []
    for number in np.unique(episode[episode >= 0]):
        clauses = np.flatnonzero(episode == number)
        tellers = np.unique(account[clauses])
        where = float(np.mean([place[clauses[account[clauses] == a]].mean() for a in tellers]))
        cells = tuple(_spans(a, clauses[account[clauses] == i] - before[i]) for i, a in enumerate(accounts))
        found.append((where, Told(cells, names.label(clauses))))
    return [told for _, told in sorted(found, key=lambda row: row[0])]


def _spans(account: Account, clauses: Longs) -> tuple[Span, ...]:
    """Clauses, ascending, as stretches of the text: those that follow each other are one."""
    if not len(clauses):
        return ()
    breaks = np.flatnonzero(np.diff(clauses) > 1)
    first, last = clauses[np.append(0, breaks + 1)], clauses[np.append(breaks, len(clauses) - 1)]
    return tuple(zip(account.clauses.start[first].tolist(), account.clauses.end[last].tolist(), strict=True))
