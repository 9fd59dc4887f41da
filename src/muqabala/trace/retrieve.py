"""Retrieving: which passages of a large work share the rare words of a stretch of text, and where in them it fits.

A saying that a writer remembers has no dozen equal letters in a row with any version of it, but it has its rare words.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from muqabala.canon.work import Work
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


def sharing(view: TextView, work: Work, d0: int, d1: int, book: str = "") -> list[int]:
    """Passages (of one book, if one is named) by the weight of the rare words that they share with words d0..d1, the heaviest first."""
    looked_up = [work.postings(skeleton, MAX_POSTINGS) for skeleton in {view.skeleton(d) for d in range(d0, d1)}]
    rare = sorted((p for p in looked_up if 0 < len(p) <= MAX_POSTINGS), key=len)[:MAX_WORDS]
    if not rare:
        return []
    counts = np.array([len(p) for p in rare])
    owner = np.repeat(np.arange(len(rare)), counts)
    once, _ = np.unique(
        owner << 32 | work.word_passage[np.concatenate(rare)].astype(np.int64), return_index=True
    )  # a word counts once for each passage
    every, place = np.unique(once & 0xFFFFFFFF, return_inverse=True)
    total = np.bincount(place, np.log2(len(work.words) / counts)[once >> 32])
    if book:
        inside = work.passages.book[every] == [b.name for b in work.books].index(book)
        every, total = every[inside], total[inside]
    heaviest: list[int] = every[np.argsort(-total, kind="stable")[:MAX_PASSAGES]].tolist()
    return heaviest


def stretch(view: TextView, work: Work, d0: int, d1: int, passage: int) -> tuple[int, int, float]:
    """The words of a passage that hold most of words d0..d1, rare words counting more, and a few around them.

    The third value is the share of the letters of words d0..d1, 0..1, in words that stand there in whatever order: no alignment finds more.
    """
    first, last = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
    wanted = [view.skeleton(d) for d in range(d0, d1)]
    places: dict[bytes, list[int]] = {skeleton: [] for skeleton in wanted}
    letters = work.letter_bytes
    for c, (a, b) in enumerate(pairwise(work.first_view[first : last + 1].tolist()), first):
        at = places.get(letters[a:b])
        if at is not None:
            at.append(c)
    low, high = first, last
    if last - first > d1 - d0:
        hits = sorted((c, 1.0 / len(at)) for at in places.values() for c in at[:MAX_PLACES])
        if not hits:
            return first, last, 0.0
        begin, end = _fullest(hits, int(LONGER * (d1 - d0)) + PADDING)
        low, high = max(first, begin - PADDING), min(last, end + 1 + PADDING)
    there = sum(len(w) for w in wanted if any(low <= c < high for c in places[w]))
    return low, high, there / max(1, sum(map(len, wanted)))


def _fullest(hits: list[tuple[int, float]], width: int) -> tuple[int, int]:
    """First and last place of the weighted places that weigh most among those no farther apart than a width."""
    best, found, weight, left = 0.0, (hits[0][0], hits[0][0]), 0.0, 0
    for place, w in hits:
        weight += w
        while place - hits[left][0] > width:
            weight -= hits[left][1]
            left += 1
        if weight > best + 1e-9:
            best, found = weight, (hits[left][0], place)
    return found
