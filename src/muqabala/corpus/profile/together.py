"""Which verses are quoted together: pairs of verses whose quotations stand near each other in a document."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon.suras import VERSES
from muqabala.corpus.profile.tally import Longs, Tally, pair_number, pair_of

WINDOW = 1_000
"""Code points between the end of a quotation and the start of another that is near it."""
LONGEST = 10
"""Verses of a quotation that takes part; a longer one is a reading of a sura, not of a verse beside another."""
_AT_A_TIME = 1_024
"""Quotations that are compared with those after them at a time: bounds memory."""
_COUNT = sum(VERSES)
FARTHEST = 1 << 40
"""More than any offset."""


class Uses(NamedTuple):
    """Quotations of verses in the order of documents and offsets: equal-length columns.

    | column      | unit                                         |
    |-------------|----------------------------------------------|
    | document    | number of the document                       |
    | start, end  | code points, half-open                       |
    | first, last | verses of the Qur'an from 0, `last` included |
    """

    document: Longs
    start: Longs
    end: Longs
    first: Longs
    last: Longs

    def taken(self, rows: npt.NDArray[np.bool_]) -> Uses:
        """Some of the rows."""
        return Uses(*(column[rows] for column in self))


class Pairs(NamedTuple):
    """Pairs of verses, `one` before `other`, with how often they stand near each other."""

    one: Longs
    other: Longs
    times: Longs
    documents: Longs
    lift: npt.NDArray[np.float64]
    """How many times as often as if each of the two chose its company by how often a verse has any."""


class Together:
    """Counts pairs of verses that are quoted near each other, a batch at a time.

    Two quotations are near if no more than `window` code points lie between the end of the one that begins first and the start of the other.
    Every verse of one makes a pair with every other verse of the other. A quotation of more than LONGEST verses takes no part.
    """

    def __init__(self, window: int = WINDOW) -> None:
        self.window = window
        self._tally = Tally.of(_COUNT * (_COUNT - 1) // 2, np.int32)
        self._company = np.zeros(_COUNT, np.int64)
        self._before = Uses(*(np.zeros(0, np.int64) for _ in range(5)))

    def add(self, uses: Uses) -> None:
        """Count the next quotations; those that the ones to come may be near to are remembered."""
        uses = uses.taken(uses.last - uses.first < LONGEST)
        if not len(uses.start):
            return
        both = Uses(*(np.concatenate(columns) for columns in zip(self._before, uses, strict=True)))
        old = len(self._before.start)
        place = both.document * FARTHEST + both.start
        below = np.maximum(np.arange(len(place)) + 1, old)
        above = np.searchsorted(place, both.document * FARTHEST + both.end + self.window, "right")
        for begin in range(0, len(place), _AT_A_TIME):
            part = slice(begin, begin + _AT_A_TIME)
            many = np.maximum(above[part] - below[part], 0)
            self._count(both, np.repeat(np.arange(len(place))[part], many), _runs(below[part], many))
        waiting = (both.document == both.document[-1]) & (both.end + self.window >= both.start[-1])
        self._before = both.taken(waiting)

    def _count(self, uses: Uses, one: Longs, other: Longs) -> None:
        """Count the pairs of verses of pairs of quotations."""
        long_one, long_other = (uses.last[side] - uses.first[side] + 1 for side in (one, other))
        many = long_one * long_other
        which = np.repeat(np.arange(len(many)), many)
        place = _runs(np.zeros(len(many), np.int64), many)
        verse_one = uses.first[one][which] + place // long_other[which]
        verse_other = uses.first[other][which] + place % long_other[which]
        apart = verse_one != verse_other
        verse_one, verse_other = verse_one[apart], verse_other[apart]
        self._tally.add(pair_number(verse_one, verse_other), uses.document[one][which][apart])
        self._company += np.bincount(verse_one, minlength=_COUNT) + np.bincount(verse_other, minlength=_COUNT)

    def pairs(self) -> Pairs:
        """All pairs, with the strongest first: by how often they come times the logarithm of their lift, then by the verses."""
        found = np.flatnonzero(self._tally.times)
        one, other = pair_of(found)
        times = self._tally.times[found].astype(np.int64)
        expected = self._company[one] * self._company[other] / max(1, int(self._company.sum()))
        lift = times / expected
        order = np.lexsort((other, one, -times * np.log(lift)))
        documents = self._tally.documents[found].astype(np.int64)
        return Pairs(one[order], other[order], times[order], documents[order], lift[order])


def _runs(start: Longs, many: Longs) -> Longs:
    """Numbers that run up from each start.

    >>> _runs(np.array([5, 9]), np.array([3, 1])).tolist()
    [5, 6, 7, 9]
    """
    base = np.cumsum(many) - many
    found: Longs = np.arange(int(many.sum()), dtype=np.int64) + np.repeat(start - base, many)
    return found
