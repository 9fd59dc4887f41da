"""Where words that somebody asks for stand in a work, whole words as they are written, however common; and how near other words are to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import contains

import numpy as np
from rapidfuzz import fuzz

from muqabala.canon.work import Work
from muqabala.text.fold import fold
from muqabala.text.marks import bare

_DAGGER, _ALIF = "\u0670", "ا"
"""An alif that is written above the line, and one that is written in it."""
_ONE_LETTER = str.maketrans({**dict.fromkeys("أإآٱ", _ALIF), "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ء": None})
_NEARLY = 0.999
"""How near other words are at most."""

Standing = tuple[float, int, int]
"""How near a stretch is to the words (1.0: it has them), its first word, and the word after its last."""


@dataclass(frozen=True)
class Asked:
    """Words that somebody asks for."""

    letters: bytes
    """Their skeletons."""
    borders: tuple[int, ...]
    """How many of the letters stand in the words up to each one; words without any are none."""
    spellings: tuple[tuple[str, str], ...]
    """Each as it is written, with a dagger alif left out and in the line."""
    _measured: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, words: str) -> Asked:
        """Words in whatever spelling."""
        folded = fold(words)
        written = [words[start:end] for start, end in zip(folded.word_start.tolist(), folded.word_end.tolist(), strict=True)]
        spellings = tuple((_plain(word), _plain(word.replace(_DAGGER, _ALIF))) for word in written)
        return cls(folded.letters.tobytes(), tuple(sorted({*folded.word_first.tolist()} - {0})), spellings)

    def similarity(self, work: Work, first: int, last: int) -> float:
        """How near words first..last (half-open) of a work are: the share of the letters and blanks that go along with each other; 1.0 if all do."""
        there = " ".join(work.plain[first:last])
        if there not in self._measured:
            self._measured[there] = self._measure([_plain(word) for word in there.split(" ")])
        return self._measured[there]

    def _measure(self, there: list[str]) -> float:
        if len(there) == len(self.spellings) and all(map(contains, self.spellings, there)):
            return 1.0
        nearest = max(fuzz.ratio(" ".join(spelling), " ".join(there)) for spelling in zip(*self.spellings, strict=True))
        return min(round(nearest / 100, 3), _NEARLY)

    def places(self, work: Work, books: frozenset[str] | None = None) -> Iterator[Standing]:
        """Where the words stand in a work, or in some books of it, word by word, alifs and hamzas aside; in order. Where they stand nowhere, where
        they do as other words, parted or joined («يأيها»)."""
        starts = np.array(work.standing(self.letters) if self.letters else (), np.int64)
        alike = starts[starts + len(self.borders) < len(work.word_first)]
        for count, border in enumerate(self.borders, 1):
            alike = alike[work.word_first[alike + count] - work.word_first[alike] == border]
        for first in (alike if len(alike) else starts).tolist():
            last = first + len(self.borders) if len(alike) else _end(work, first, len(self.letters))
            if last <= work.limits_of(first)[1] and (books is None or work.book(work.passage_view[first]).name in books):
                yield self.similarity(work, first, last), first, last

    def first_places(self, work: Work, limit: int, books: frozenset[str] | None = None) -> list[Standing]:
        """The first of these places, those that have the words before the others; no more are looked at than it takes."""
        found: list[Standing] = []
        whole = 0
        for row in self.places(work, books):
            found.append(row)
            whole += row[0] == 1.0
            if whole == limit:
                break
        return sorted(found, key=lambda row: -row[0])[:limit]

    def nearer(self, work: Work, first: int, last: int) -> Standing:
        """A stretch that is near to the words, without a word at either end that is none of them."""
        ends = [(a, b) for a in (first, first + 1) for b in (last, last - 1) if a < b]
        return max(((self.similarity(work, a, b), a, b) for a, b in ends), key=lambda row: row[0])


def _end(work: Work, first: int, letters: int) -> int:
    """The word after the last of a stretch of whole words with so many letters."""
    last, end = first, work.first_view[first] + letters
    while work.first_view[last] < end:
        last += 1
    return last


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """The letters of a word, hamza and its seats aside.

    >>> _plain("إِيمَٰنٗا"), _plain("سُئِلَتۡ")
    ('ايمنا', 'سيلت')
    """
    return bare(word).translate(_ONE_LETTER)
