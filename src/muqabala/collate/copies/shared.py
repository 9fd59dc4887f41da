"""Seeds that accounts share: a few letters that stand in several of them, and where.

The letters of all accounts lie in one long row. Its seeds are compared with each other a part at a time, and no part needs to know of another, so
that any number of processes may share the work, in whatever order: what comes out for an account is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.errors import InputError
from muqabala.text.fold import Codes
from muqabala.text.keys import Keys, kmer_codes
from muqabala.trace.matching.chains import MAX_GAP, Longs

K = 9
"""Letters of a seed: two words; shorter ones are in every text on the same subject."""
MAX_OCCURRENCES, MAX_PLACES = 16, 100
"""Places of a seed at most: in each account on average, and in all. What stands in more places is a formula of the whole library."""
PART = 1 << 23
"""Letters whose seeds are compared with each other at a time: half a gigabyte."""
_ROW, _PAIRS = 36, 62
"""Bits of the number of all letters at most, and of that together with the number of the longest account's: so far runs and chains can count."""
_BETWEEN = 4 * MAX_GAP
"""Letters that lie between two accounts in the row: more than a chain runs over."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
Places = npt.NDArray[np.signedinteger[Any]]
"""Letters of the row: 32 bits each, where they are so few."""
Counts = npt.NDArray[np.unsignedinteger[Any]]
"""Numbers up to the places of a seed: 8 bits each, where they are so few."""


def begins_of(letters: Sequence[int]) -> Longs:
    """Where each account begins in the row, and where all end, by how many letters each has.

    Raises:
        InputError: they are more than runs and chains can count.
    """
    begins = np.append(0, np.cumsum([count + _BETWEEN for count in letters], dtype=np.int64))
    row = int(begins[-1]).bit_length()
    if row > _ROW or row + max(letters, default=0).bit_length() > _PAIRS:
        raise InputError(
            f"the documents are too long to be compared with one another: {begins[-1]:,} letters; leave out the longest, or compare fewer"
        )
    return begins


def places_at_most(accounts: int, most: int) -> int:
    """In how many places a seed of so many accounts may stand, if it may stand in no more than `most`."""
    return min(MAX_OCCURRENCES * accounts, most)


def kmers_at(letters: Codes, begin: int, end: int) -> tuple[Keys, Places]:
    """The k-mers of some letters that begin at a place of the row, and their places, ascending; `end` is that of the row."""
    codes = kmer_codes(letters, K)
    places: Places = np.arange(begin, begin + len(codes), dtype=np.int32 if end <= np.iinfo(np.int32).max else np.int64)
    return codes, places


def part_of(codes: Keys, parts: int) -> Keys:
    """To which of so many parts each k-mer belongs. What two texts have in common is no part more than another: the codes are mixed."""
    return ((codes * _MIX) >> np.uint64(32)) % np.uint64(parts)


class Shared(NamedTuple):
    """Seeds that two accounts or more have.

    | column | dtype    | meaning                                                                            |
    |--------|----------|------------------------------------------------------------------------------------|
    | place  | int32/64 | letters of the row; those of one seed follow each other, ascending                  |
    | skip   | unsigned | how many rows behind this one the same seed stands in a later account for the first time |
    | later  | unsigned | how often it stands in later accounts                                               |
    """

    place: Places
    skip: Counts
    later: Counts

    @classmethod
    def of(cls, codes: Keys, places: Places, begins: Longs, most: int) -> Shared:
        """Those of some k-mers, given with all their places, ascending, that stand in two accounts or more and in `most` places at most."""
        order = np.argsort(codes, kind="stable")
        codes, places = codes[order], places[order]
        first = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)])
        size = np.diff(np.append(first, len(codes)))
        owner = np.searchsorted(begins, places[[first, first + size - 1]], "right")
        chosen = (size <= most) & (owner[0] < owner[1])
        return cls._of_seeds(places[np.repeat(chosen, size)], size[chosen], begins, np.min_scalar_type(most))

    @classmethod
    def _of_seeds(cls, places: Places, size: Longs, begins: Longs, counts: np.dtype[Any]) -> Shared:
        """The same, by the places of each seed and their number."""
        ends = np.cumsum(size)
        owner = np.searchsorted(begins, places, "right")
        same = owner[1:] == owner[:-1]
        same[ends[:-1] - 1] = False
        after = np.append(np.flatnonzero(~same) + 1, len(places))  # of each account in which a seed stands, where its places end
        after = np.repeat(after, np.diff(np.append(0, after)))
        return cls(places, (after - np.arange(len(places))).astype(counts), (np.repeat(ends, size) - after).astype(counts))

    @classmethod
    def joined(cls, parts: Sequence[Shared]) -> Shared:
        """Several parts as one."""
        return cls(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def leading(self) -> npt.NDArray[np.intp]:
        """The rows whose seed stands in a later account."""
        return np.flatnonzero(self.later)

    def pairs(self, rows: npt.NDArray[np.intp]) -> tuple[Places, Places]:
        """Each of some rows with each place of its seed in later accounts."""
        count = self.later[rows].astype(np.intp)
        before = np.cumsum(count) - count
        other = np.repeat(rows + self.skip[rows].astype(np.intp) - before, count) + np.arange(int(count.sum()))
        return np.repeat(self.place[rows], count), self.place[other]


def shared_seeds(letters: Sequence[Codes], begins: Longs, most: int) -> Iterator[tuple[Longs, Longs]]:
    """Of each account its letters at which seeds stand that later ones share, each with a place in one of those, by the letters of all accounts.

    The seeds are found a part at a time, so that memory is bounded.
    """
    end = int(begins[-1])
    parts = end // PART + 1
    found = Shared.joined([Shared.of(*_kmers_of_part(letters, begins, part, parts), begins, most) for part in range(parts)])
    row = _rows_of_letters(found, end)
    for begin, after in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True):
        here = row[begin:after]
        place, other = found.pairs(here[here >= 0].astype(np.intp))
        yield place.astype(np.int64) - begin, other.astype(np.int64)


def _rows_of_letters(shared: Shared, end: int) -> Places:
    """The row of each letter whose seed stands in a later account; -1 for the others."""
    row = np.full(end, -1, shared.place.dtype)
    leading = shared.leading()
    row[shared.place[leading]] = leading
    return row


def _kmers_of_part(letters: Sequence[Codes], begins: Longs, part: int, parts: int) -> tuple[Keys, Places]:
    """The k-mers of all accounts that belong to a part, and their places, ascending."""
    kept_codes, kept_places = [], []
    for one, begin in zip(letters, begins.tolist(), strict=False):
        codes, places = kmers_at(one, begin, int(begins[-1]))
        mine = np.flatnonzero(part_of(codes, parts) == part)
        kept_codes.append(codes[mine])
        kept_places.append(places[mine])
    return np.concatenate(kept_codes), np.concatenate(kept_places)
