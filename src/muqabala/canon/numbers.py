"""Other numbers of the same hadiths: Sakhr's count of al-Bukhari and Muslim, found by comparing the two digitisations.

A reference that is right in another count must not be called wrong. Both packages hold the two books in nearly one order, cut into
hadiths in different ways. Each passage takes the number of the record that shares most of its letter k-mers; of several that share
about as many (repeated hadiths), the one that stands where its neighbours' records stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from muqabala.canon.books import SAKHR_COUNTS, Record, read_nine
from muqabala.canon.seeds import K_LARGE, Seeds, sampled
from muqabala.text.fold import Ints, fold
from muqabala.text.keys import kmer_codes

MOST = 40
"""Records in which a k-mer may stand and still be evidence."""
NEARLY, ENOUGH = 0.8, 0.5
"""Share of the best record's k-mers from which another is about as good; share of the passage's own that the best must have."""

Longs = npt.NDArray[np.int64]


def sakhr(records: Sequence[tuple[str, list[Record]]], codes: Seeds, owner: Ints) -> Ints:
    """Sakhr's number of each passage; 0 where none was found.

    Args:
        records: the books in order, each with its hadiths.
        codes: k-mer at each letter of the work.
        owner: passage of the letter that each k-mer starts at, ascending.
    """
    found, passage = [], 0
    for name, rows in records:
        if name not in SAKHR_COUNTS:
            found.append(np.array([int(row.ref) for row in rows], np.int32))
        elif len(records) == 2:
            found.append(np.zeros(len(rows), np.int32))  # without the extra nothing is known
        else:
            a, b = np.searchsorted(owner, [passage, passage + len(rows)]).tolist()
            found.append(aligned(codes[a:b], owner[a:b] - passage, len(rows), read_nine(name)))
        passage += len(rows)
    return np.concatenate(found)


def aligned(codes: Seeds, owner: Ints, count: int, others: list[Record]) -> Ints:
    """The number (from 1) among other records of each of `count` passages, 0 where none is near enough."""
    folded = fold("\n".join(record.text for record in others))
    lines = np.cumsum([0, *(len(record.text) + 1 for record in others)])
    other_codes = kmer_codes(folded.letters, K_LARGE)
    other_owner = np.searchsorted(lines, folded.raw[: len(other_codes)], "right") - 1
    mine, theirs = sampled(codes, owner), sampled(other_codes, other_owner)
    held = np.bincount(mine[1], minlength=count)
    pairs = _shared(mine, theirs, len(others))
    if not len(pairs):
        return np.zeros(count, np.int32)
    keys, shared = np.unique(pairs, return_counts=True)
    passage, record = keys // len(others), keys % len(others)
    best = np.zeros(count, np.int64)
    np.maximum.at(best, passage, shared)
    good = (shared >= NEARLY * best[passage]) & (best[passage] >= np.maximum(2, ENOUGH * held[passage]))
    passage, record = passage[good], record[good]
    return _nearest(passage, record, _expected(passage, record, count), count)


def _shared(mine: tuple[Seeds, Longs], theirs: tuple[Seeds, Longs], others: int) -> Longs:
    """A number `passage * others + record` for each k-mer that both have."""
    low, high = np.searchsorted(theirs[0], mine[0], "left"), np.searchsorted(theirs[0], mine[0], "right")
    counts = np.where(high - low <= MOST, high - low, 0)
    at = np.repeat(low - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    return np.repeat(mine[1], counts) * others + theirs[1][at]


def _expected(passage: Longs, record: Longs, count: int) -> npt.NDArray[np.float64]:
    """Where the record of each passage should stand: along the longest ascending row of passages that have one record only."""
    only = np.bincount(passage, minlength=count)[passage] == 1
    x, y = passage[only], record[only]
    keep = _ascending(y.tolist())
    return np.interp(np.arange(count), x[keep], y[keep]) if keep else np.zeros(count)


def _ascending(values: list[int]) -> list[int]:
    """Places of a longest ascending row among some values."""
    tails: list[int] = []
    at: list[int] = []
    before = [-1] * len(values)
    for place, value in enumerate(values):
        low = bisect_left(tails, value)
        before[place] = at[low - 1] if low else -1
        tails[low : low + 1], at[low : low + 1] = [value], [place]
    row, place = [], at[-1] if at else -1
    while place >= 0:
        row.append(place)
        place = before[place]
    return row[::-1]


def _nearest(passage: Longs, record: Longs, expected: npt.NDArray[np.float64], count: int) -> Ints:
    """Of each passage's records the one nearest to where it should stand, numbered from 1."""
    order = np.lexsort((np.abs(record - expected[passage]), passage))
    passage, record = passage[order], record[order]
    first = np.append(True, passage[1:] != passage[:-1])[: len(passage)]
    found = np.zeros(count, np.int32)
    found[passage[first]] = record[first] + 1
    return found
