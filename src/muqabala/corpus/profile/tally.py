"""Counting while a corpus goes by, in memory that does not grow with it: things, documents that have them, pairs, and wordings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Counts = npt.NDArray[np.signedinteger[Any]]
KEPT = 200_000
"""Wordings that are kept at a time."""


def grown(array: Counts, length: int) -> Counts:
    """An array of that length or more, filled up with zeros; it doubles, so that growing costs little."""
    if len(array) >= length:
        return array
    return np.concatenate([array, np.zeros((max(length, 2 * len(array)) - len(array), *array.shape[1:]), array.dtype)])


@dataclass
class Tally:
    """How often numbered things come, and in how many documents; the documents must come in the order of their numbers, which begin with 1."""

    times: Counts = field(default_factory=lambda: np.zeros(0, np.int64))
    documents: Counts = field(default_factory=lambda: np.zeros(0, np.int64))
    _last: Counts = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)

    @classmethod
    def of(cls, length: int, dtype: type[np.int32 | np.int64] = np.int64) -> Tally:
        """A tally of that many things; room that is not needed costs no memory."""
        return cls(*(np.zeros(length, dtype) for _ in range(3)))

    def add(self, things: Longs, documents: Longs) -> None:
        """Count some things, each with the document that it stands in."""
        if not len(things):
            return
        top = int(things.max()) + 1
        self.times, self.documents, self._last = (grown(array, top) for array in (self.times, self.documents, self._last))
        both, many = np.unique(documents * top + things, return_counts=True)
        document, thing = np.divmod(both, top)
        np.add.at(self.times, thing, many)
        new = self._last[thing] != document
        np.add.at(self.documents, thing[new], 1)
        np.maximum.at(self._last, thing, document)


def pair_number(one: Longs, other: Longs) -> Longs:
    """The number of an unordered pair of two different numbers: 0 for 0 and 1, 1 for 0 and 2, 2 for 1 and 2, and so on.

    >>> pair_number(np.array([0, 2, 1]), np.array([1, 0, 2])).tolist()
    [0, 1, 2]
    """
    low, high = np.minimum(one, other), np.maximum(one, other)
    number: Longs = high * (high - 1) // 2 + low
    return number


def pair_of(number: Longs) -> tuple[Longs, Longs]:
    """The two of a pair, the lower first.

    >>> [side.tolist() for side in pair_of(np.array([0, 1, 2]))]
    [[0, 0, 1], [1, 2, 2]]
    """
    high = ((1 + np.sqrt(1 + 8 * number.astype(np.float64))) // 2).astype(np.int64)
    return number - high * (high - 1) // 2, high


@dataclass
class Heavy:
    """What comes often among more different things than can be kept: when they are too many, the rare ones are dropped.

    A count that is kept may be too low, by no more than `missed` (lossy counting: Manku and Motwani, VLDB 2002; dropped by rank, not by time).
    """

    kept: int = KEPT
    missed: int = 0
    """By how much a count can be too low; what came no more often than this may be gone."""
    _found: dict[tuple[str, ...], list[int]] = field(default_factory=dict, repr=False)

    def add(self, things: Iterable[tuple[str, ...]], document: int) -> None:
        """Count some things of a document; documents come in the order of their numbers."""
        for thing in things:
            row = self._found.setdefault(thing, [0, 0, 0])
            row[0] += 1
            row[1] += row[2] != document
            row[2] = document
        if len(self._found) > self.kept:
            self._drop()

    def _drop(self) -> None:
        floor = sorted(row[0] for row in self._found.values())[len(self._found) // 2]
        self._found = {thing: row for thing, row in self._found.items() if row[0] > floor}
        self.missed += floor

    def rows(self) -> list[tuple[tuple[str, ...], int, int]]:
        """Each thing with how often it came and in how many documents, the commonest first."""
        return sorted(((thing, row[0], row[1]) for thing, row in self._found.items()), key=lambda row: (-row[1], -row[2], row[0]))
