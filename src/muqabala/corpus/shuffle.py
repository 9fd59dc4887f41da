"""Reuse as two shuffles: k-mers go to the part that they belong to, and what they say of two documents to the block that holds the first of these.

The steps are plain functions of iterators, and know of no engine. Each gives the same whatever the order in which the rows come. They are those of
`collate.reuse.find_passages`, done by parts of the seeds and by blocks of documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from muqabala.collate.copies.reuse import Passage, Side, find_candidates, passages_between
from muqabala.collate.copies.shared import K, Places, Shared, kmers_at, part_of
from muqabala.corpus.shelf import Shelf
from muqabala.corpus.workers import tried
from muqabala.errors import MuqabalaError
from muqabala.text.keys import Keys
from muqabala.writing import write_atomically

PART, BLOCK = 1 << 21, 1 << 20
"""Letters of a part of the seeds and of a block of documents: as many as a process holds beside what they lead to."""
MOST = 4_096
"""Parts and blocks at most: each part sends to each block. Where letters are more than that each is larger."""
PIECE = 1 << 20
"""Letters whose k-mers are sent at a time."""
HITS = 1 << 20
"""Pairs of letters that are sent at a time, or as many as a block has of one part."""
_A = TypeVar("_A", bound=np.generic)
_B = TypeVar("_B", bound=np.generic)
Kmers = tuple[int, tuple[Keys, Places]]
"""A part, and some of its k-mers with their places."""
Hits = tuple[int, tuple[Places, Places]]
"""A block, and places in it with those of the same seeds in later documents."""


class Comparison(NamedTuple):
    """How the documents of a shelf are compared."""

    folder: str
    """Of the shelf; of each block the passages are written to a file of its own."""
    units: int
    parts: int
    """Of the seeds."""
    size: int
    """Letters of a block; a longer document is one by itself."""
    most: int
    """Places of a seed at most."""

    @classmethod
    def of(cls, folder: str, units: int, most: int) -> Comparison:
        """How those of a shelf are compared in parts and blocks that a process can hold."""
        end = int(shelf_of(folder).begins[-1])
        return cls(folder, units, min(end // PART + 1, MOST), max(BLOCK, end // MOST), most)

    def blocks(self) -> npt.NDArray[np.intp]:
        """The number of the first document of each block, and how many documents there are."""
        begins = shelf_of(self.folder).begins
        _, first = np.unique(begins[:-1] // self.size, return_index=True)
        return np.append(first, len(begins) - 1)

    def file(self, block: int) -> Path:
        """Where the passages of a block are written."""
        return Path(self.folder) / f"{block:06}.passages"

    def kmers(self, units: Iterable[int]) -> Iterator[Kmers]:
        """The k-mers of some units, with the part to which each belongs."""
        for codes, places in self._pieces(units):
            part = part_of(codes, self.parts)
            order = np.argsort(part, kind="stable")
            borders = np.searchsorted(part[order], np.arange(self.parts + 1, dtype=np.uint64)).tolist()
            for number, (low, high) in enumerate(pairwise(borders)):
                if low < high:
                    yield number, (codes[order[low:high]], places[order[low:high]])

    def _pieces(self, units: Iterable[int]) -> Iterator[tuple[Keys, Places]]:
        """The k-mers of some units, with their places, so many at a time."""
        shelf = shelf_of(self.folder)
        end = int(shelf.begins[-1])
        waiting: list[tuple[Keys, Places]] = []
        size = 0
        for letters, begin in (document for unit in units for document in shelf.letters(unit)):
            for start in range(0, len(letters), PIECE):
                waiting.append(kmers_at(letters[start : start + PIECE + K - 1], begin + start, end))
                size += len(waiting[-1][0])
                if size >= PIECE:
                    yield _joined(waiting)
                    waiting, size = [], 0
        if waiting:
            yield _joined(waiting)

    def hits(self, kmers: Iterable[Kmers]) -> Iterator[Hits]:
        """What all k-mers of a part, or of several, say of two documents, with the block of the first."""
        begins = shelf_of(self.folder).begins
        some = sorted((row for _, row in kmers), key=lambda row: int(row[1][0]))
        if not some:
            return
        codes, places = _joined(some)
        if (places[1:] < places[:-1]).any():  # units did not come in order
            order = np.argsort(places)
            codes, places = codes[order], places[order]
        shared = Shared.of(codes, places, begins, self.most)
        del some, codes, places
        rows = shared.leading()
        rows = rows[np.argsort(shared.place[rows])]
        borders = np.searchsorted(shared.place[rows], begins[self.blocks()]).tolist()
        for block, (low, high) in enumerate(pairwise(borders)):
            chunks = np.cumsum(shared.later[rows[low:high]]) // HITS
            for cut in np.split(rows[low:high], np.flatnonzero(np.diff(chunks)) + 1):
                if len(cut):
                    yield block, shared.pairs(cut)

    def written(self, block: int, hits: Iterable[Hits]) -> Iterator[str]:
        """Write the passages whose first document is of a block, by all that is said of it; what went wrong, if something did."""
        done = tried(lambda: write_atomically(self.file(block), msgspec.json.encode(self._passages(block, hits)).decode()), self.folder)
        if isinstance(done, MuqabalaError):
            yield str(done)

    def passages(self) -> list[Passage]:
        """What was written, in the order of the documents."""
        blocks = range(len(self.blocks()) - 1)
        return [passage for block in blocks for passage in msgspec.json.decode(self.file(block).read_bytes(), type=list[Passage])]

    def _passages(self, block: int, hits: Iterable[Hits]) -> list[Passage]:
        """The passages whose first document is of a block, in the order of the documents."""
        shelf = shelf_of(self.folder)
        first, last = self.blocks()[block : block + 2].tolist()
        candidates = [
            (b, a, chains) for a, at, place in _by_document(shelf, first, last, hits) for b, chains in find_candidates(at, place, shelf.begins)
        ]
        sides: dict[int, Side] = {}
        found: list[Passage] = []
        for b, rows in groupby(sorted(candidates, key=lambda row: row[:2]), key=lambda row: row[0]):  # so that each is read once
            other = shelf.side(b)
            for _, a, chains in rows:
                if a not in sides:
                    sides[a] = shelf.side(a)
                found += passages_between(a, b, chains, sides[a], other)
        return sorted(found, key=lambda passage: (passage.a, passage.b))


def _by_document(shelf: Shelf, first: int, last: int, hits: Iterable[Hits]) -> Iterator[tuple[int, Places, Places]]:
    """Of each document first..last the letters that are hit, each with its place in a later one."""
    rows = [row for _, row in hits]
    if not rows:
        return
    places, others = _joined(rows)
    order = np.argsort(places)
    places, others = places[order].astype(np.int64), others[order].astype(np.int64)
    borders = np.searchsorted(places, shelf.begins[first : last + 1])
    for document, (low, high) in enumerate(pairwise(borders.tolist()), first):
        if low < high:
            yield document, places[low:high] - shelf.begins[document], others[low:high]


def _joined(rows: Sequence[tuple[npt.NDArray[_A], npt.NDArray[_B]]]) -> tuple[npt.NDArray[_A], npt.NDArray[_B]]:
    """Rows of two columns as one."""
    return np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows])


@lru_cache(1)
def shelf_of(folder: str) -> Shelf:
    """The shelf in a folder, opened once in each process."""
    return Shelf(folder)
