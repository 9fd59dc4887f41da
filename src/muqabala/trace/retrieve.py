"""Retrieving: which passages of a large work share the rare words of a stretch of text, and where in them it fits.

A saying that a writer remembers has no dozen equal letters in a row with any version of it, but it has its rare words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon.work import Work
from muqabala.text.keys import Keys, look_up, word_keys
from muqabala.trace.view import TextView

MAX_POSTINGS = 6_000
"""A word that stands in more places says too little about where a saying is from."""
MAX_WORDS = 16
"""So many of a stretch's words, the rarest, are looked up."""
MAX_PASSAGES = 12
"""Passages that are offered."""
MAX_PLACES = 8
"""Places of one word in a passage that are looked at."""
PADDING = 4
"""Words of a passage taken in at both ends of the stretch that is most like a saying."""
LONGER = 1.5
"""How much longer than a saying the stretch of the passage may be: writers leave words out."""

Longs = npt.NDArray[np.int64]


class Fit(NamedTuple):
    """Words c0..c1 (half-open) of a passage, which hold most of a stretch of text."""

    c0: int
    c1: int
    alike: float
    """Share of the letters of the stretch, 0..1, in words that stand there in whatever order: no alignment finds more."""


def sharing(view: TextView, work: Work, d0: int, d1: int, book: str = "") -> list[int]:
    """Passages (of one book, if one is named) by the weight of the rare words that they share with words d0..d1, the heaviest first."""
    looked_up = [work.passages_with(skeleton, MAX_POSTINGS) for skeleton in dict.fromkeys(view.skeleton(d) for d in range(d0, d1))]
    rare = sorted((row for row in looked_up if row[0]), key=lambda row: row[0])[:MAX_WORDS]
    total = np.zeros(len(work.refs))
    for count, passages in rare:
        total[passages] += np.log2(len(work.words) / count)
    if book:
        total[work.passages.book != [b.name for b in work.books].index(book)] = 0.0
    weights = total[total > 0]
    least = np.partition(weights, -MAX_PASSAGES)[-MAX_PASSAGES] if len(weights) > MAX_PASSAGES else 0.0
    every = np.flatnonzero((total >= least) & (total > 0))
    heaviest: list[int] = every[np.argsort(-total[every], kind="stable")[:MAX_PASSAGES]].tolist()
    return heaviest


def fit(view: TextView, work: Work, d0: int, d1: int, passages: Sequence[int]) -> list[Fit]:
    """For each of some passages the words that hold most of words d0..d1, rare words counting more, and a few around them."""
    if not len(passages):
        return []
    wanted, kind_of = np.unique(view.keys[d0:d1], return_inverse=True)
    lengths = np.bincount(kind_of, np.diff(view.folded.word_first[d0 : d1 + 1]), len(wanted))
    first, last = (work.passage_first[np.asarray(passages) + end].astype(np.int64) for end in (0, 1))
    found = _places(work, first, last, wanted)
    c0, c1 = _fullest(found, first, last, d1 - d0)
    inside = (found.place >= c0[found.owner]) & (found.place < c1[found.owner])
    there = np.zeros((len(first), len(wanted)), bool)
    there[found.owner[inside], found.kind[inside]] = True
    alike = (there @ lengths) / max(1, view.first[d1] - view.first[d0])
    return [Fit(*row) for row in zip(c0.tolist(), c1.tolist(), alike.tolist(), strict=True)]


class _Places(NamedTuple):
    """Where words of a stretch stand in some passages, in the order of the passages and of their words; a row a place."""

    owner: Longs
    """Which of the passages, 0, 1, 2 …"""
    place: Longs
    """Word of the work."""
    kind: Longs
    """Which of the different words of the stretch."""


def _places(work: Work, first: Longs, last: Longs, wanted: Keys) -> _Places:
    """The places of some words, given by their keys (ascending), in passages that have the work's words first..last."""
    sizes = last - first
    before = np.cumsum(sizes) - sizes
    spans = list(zip(first.tolist(), last.tolist(), strict=True))
    low, high = work.word_first[first], work.word_first[last]
    letters = np.concatenate([work.letters[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)])
    shift = np.cumsum(high - low) - high
    borders = np.concatenate([work.word_first[a:b] for a, b in spans]) + np.repeat(shift, sizes)
    hit, kind = look_up(word_keys(letters, np.append(borders, len(letters)).astype(np.int32)), wanted)
    owner = np.searchsorted(before, hit, "right") - 1
    return _Places(owner, hit + (first - before)[owner], kind)


def _fullest(found: _Places, first: Longs, last: Longs, count: int) -> tuple[Longs, Longs]:
    """For each passage (words first..last) the stretch that holds most of so many words and is not much longer; a word that is often there
    counts less."""
    c0, c1 = first.copy(), last.copy()
    group = found.owner * (int(found.kind.max(initial=0)) + 1) + found.kind
    often = np.bincount(group)[group]
    order = np.argsort(group, kind="stable")
    seen = np.empty(len(group), np.int64)
    seen[order] = np.arange(len(group)) - np.searchsorted(group[order], group[order])
    few = seen < MAX_PLACES
    owner, place, often = found.owner[few], found.place[few], often[few]
    if not len(place):
        return c0, c1
    row = (owner << 32) + place
    left = np.searchsorted(row, row - (int(LONGER * count) + PADDING))
    running = np.append(0.0, np.cumsum(1.0 / often))
    weight = np.round(running[1:] - running[left], 9)
    heaviest = np.lexsort((-weight, owner))
    mine, at = np.unique(owner[heaviest], return_index=True)
    at = heaviest[at]
    long = last[mine] - first[mine] > count
    mine, at = mine[long], at[long]
    c0[mine] = np.maximum(first[mine], place[left[at]] - PADDING)
    c1[mine] = np.minimum(last[mine], place[at] + 1 + PADDING)
    return c0, c1
