"""Retrieving: which passages of a large work share the rare words of a stretch of text, and where in them it fits.

A saying that a writer remembers has no dozen equal letters in a row with any version of it, but it has its rare words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon.work import Work
from muqabala.text.keys import Keys, keys_of, look_up, word_keys
from muqabala.text.marks import bare
from muqabala.trace.written.view import TextView

MAX_WORDS = 16
"""So many of a stretch's words, the rarest, are looked up."""
MAX_PASSAGES = 12
"""Passages that are offered."""
MAX_PLACES = 8
"""Places of one word in a passage that are looked at."""
PADDING = 4
"""Words of a passage taken in at both ends of the stretch that is most like a saying."""
AT_ONCE = 32
"""Stretches whose passages are read at a time."""
LONGER = 1.5
"""How much longer than a saying the stretch of the passage may be: writers leave words out."""

LONGEST = 20
"""Letters of a word that is looked up with its hamzas on other seats."""

Longs = npt.NDArray[np.int64]


class Fit(NamedTuple):
    """Words c0..c1 (half-open) of a passage, which hold most of a stretch of text."""

    c0: int
    c1: int
    alike: float
    """Share of the letters of the stretch, 0..1, in words that stand there in whatever order: no alignment finds more."""


def sharing(view: TextView, work: Work, d0: int, d1: int, book: str = "") -> list[int]:
    """Passages (of one book, if one is named) by the weight of the rare words that they share with words d0..d1, the heaviest first."""
    keys, at = np.unique(view.keys[d0:d1], return_index=True)
    held, listed = work.vocabulary.of(keys), work.vocabulary.passages
    respelled = [word for d in at[held.counts == 0].tolist() for word in _respelled(view.word(d0 + d))]
    if respelled:
        keys = np.append(keys, keys_of(respelled))
        held, at = work.vocabulary.of(keys), np.append(at, np.full(len(keys) - len(at), d1 - d0))
    found = np.flatnonzero(held.last > held.first)
    rare = found[np.lexsort((at[found], held.counts[found]))][:MAX_WORDS].tolist()
    if not rare:
        return []
    sizes, weights = held.last[rare] - held.first[rare], np.log2(len(work.words) / held.counts[rare])
    passages, each = np.concatenate([listed[held.first[word] : held.last[word]] for word in rare]), np.repeat(weights, sizes)
    if book:
        there = work.passages.book[passages] == [b.name for b in work.books].index(book)
        passages, each = passages[there], each[there]
    total = np.bincount(passages, each, len(work.refs))
    enough = weights[sizes >= MAX_PASSAGES]  # all passages of such a word weigh as much, so that no lighter one is among the heaviest
    every = np.flatnonzero(total >= enough[0]) if len(enough) and not book else np.flatnonzero(total > 0)
    if len(every) > MAX_PASSAGES:
        heavy = total[every]
        every = every[heavy >= np.partition(heavy, -MAX_PASSAGES)[-MAX_PASSAGES]]
    heaviest: list[int] = every[np.argsort(-total[every], kind="stable")[:MAX_PASSAGES]].tolist()
    return heaviest


def may_be_respelled(view: TextView, work: Work, d0: int, d1: int) -> float:
    """Share of the letters of words d0..d1 in words that no passage has as they are written, and some with a hamza on another seat."""
    own = sum(view.first[d + 1] - view.first[d] for d in _as_spelled_there(view, work, np.arange(d0, d1)))
    return own / max(1, view.first[d1] - view.first[d0])


def _as_spelled_there(view: TextView, work: Work, words: Longs) -> dict[int, np.uint64]:
    """Those of some words that no passage has as they are written, and the keys with which some have them, a hamza on another seat."""
    found = dict[int, np.uint64]()
    for d in words[work.vocabulary.of(view.keys[words]).counts == 0].tolist():
        forms = _respelled(view.word(d))
        if forms:
            keys = keys_of(forms)
            counts = work.vocabulary.of(keys).counts
            found |= {d: keys[counts.argmax()]} if counts.any() else {}
    return found


def _respelled(word: str) -> list[str]:
    """A word with each hamza inside it on other seats, which the skeleton keeps where they are letters: «فابدءوا», «فابديوا» for «فابدؤوا»."""
    plain = bare(word)
    if len(plain) > LONGEST:
        return []
    return [plain[:i] + seat + plain[i + 1 :] for i in range(1, len(plain) - 1) if plain[i] in "ءؤئ" for seat in "ءؤئ" if seat != plain[i]]


class Stretch(NamedTuple):
    """Words d0..d1 (half-open) of a text, and passages that may have them."""

    d0: int
    d1: int
    passages: Sequence[int]


def fit(view: TextView, work: Work, stretches: Sequence[Stretch]) -> list[list[Fit]]:
    """For each passage of each stretch the words that hold most of the stretch, rare words counting more, and a few around them."""
    return [fits for low in range(0, len(stretches), AT_ONCE) for fits in _fit_some(view, work, stretches[low : low + AT_ONCE])]


def _fit_some(view: TextView, work: Work, stretches: Sequence[Stretch]) -> list[list[Fit]]:
    """The same of so few stretches that their passages are read at a time."""
    sizes = [len(s.passages) for s in stretches]
    passages = np.array([p for s in stretches for p in s.passages], np.int64)
    if not len(passages):
        return [[] for _ in stretches]
    first, last = work.passage_first[passages].astype(np.int64), work.passage_first[passages + 1].astype(np.int64)
    asks = np.repeat(np.arange(len(stretches)), sizes)
    found, lengths = _places(view, work, stretches, _Asked(asks, first, last))
    count = np.array([s.d1 - s.d0 for s in stretches])[asks]
    c0, c1 = _fullest(found, first, last, count)
    inside = (found.place >= c0[found.owner]) & (found.place < c1[found.owner])
    there = np.unique((found.owner[inside] << 32) + found.kind[inside])
    letters = np.array([max(1, view.first[s.d1] - view.first[s.d0]) for s in stretches])[asks]
    alike = np.bincount(there >> 32, lengths[there & 0xFFFFFFFF], len(passages)) / letters
    fits = list(map(Fit, c0.tolist(), c1.tolist(), alike.tolist()))
    ends = np.cumsum(sizes).tolist()
    return [fits[end - size : end] for end, size in zip(ends, sizes, strict=True)]


class _Asked(NamedTuple):
    """Passages that are read; a row a passage."""

    stretch: Longs
    """For which stretch, 0, 1, 2 …"""
    first: Longs
    """Its first word."""
    last: Longs
    """Word after its last."""


class _Places(NamedTuple):
    """Where words of the stretches stand in their passages, in the order of the passages and of their words; a row a place."""

    owner: Longs
    """Which of the passages, 0, 1, 2 …"""
    place: Longs
    """Word of the work."""
    kind: Longs
    """Which of the different words of all stretches, those of one stretch told from those of another."""


def _places(view: TextView, work: Work, stretches: Sequence[Stretch], asked: _Asked) -> tuple[_Places, npt.NDArray[np.float64]]:
    """The places of the words of each stretch in its passages, and the letters of each different word, as often as its stretch has it."""
    counts = np.array([s.d1 - s.d0 for s in stretches])
    words = np.repeat(np.array([s.d0 for s in stretches]) - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    written = view.keys[words]
    for d, key in _as_spelled_there(view, work, words).items():
        written[words == d] = key
    keys, kind_of = np.unique(written, return_inverse=True)
    wanted, kind_of = np.unique((np.repeat(np.arange(len(stretches)), counts) << 32) + kind_of, return_inverse=True)
    lengths = np.bincount(kind_of, view.folded.word_first[words + 1] - view.folded.word_first[words], len(wanted)).astype(np.float64)
    sizes = asked.last - asked.first
    hit, kind = look_up(_keys_of(work, asked.first, asked.last), keys)
    before = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(sizes)), sizes)[hit]
    code = (asked.stretch[owner] << 32) + kind
    at = np.minimum(np.searchsorted(wanted, code), len(wanted) - 1)
    own = np.flatnonzero(wanted[at] == code)
    owner, at = owner[own], at[own]
    return _Places(owner, hit[own] + (asked.first - before)[owner], at), lengths


def _keys_of(work: Work, first: Longs, last: Longs) -> Keys:
    """The keys of the work's words first..last (half-open) of each row."""
    low, high = work.word_first[first], work.word_first[last]
    letters = np.concatenate([work.letters[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)])
    shift = np.cumsum(high - low, dtype=np.int64) - high
    borders = np.concatenate([work.word_first[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]) + np.repeat(shift, last - first)
    return word_keys(letters, np.append(borders, len(letters)).astype(np.int32))


def _fullest(found: _Places, first: Longs, last: Longs, count: Longs) -> tuple[Longs, Longs]:
    """For each passage (words first..last) the stretch that holds most of so many words and is not much longer; a word that is often there
    counts less."""
    c0, c1 = first.copy(), last.copy()
    group = (found.owner << 32) + found.kind
    order = np.argsort(group, kind="stable")
    begins = np.flatnonzero(np.append(True, np.diff(group[order]) != 0)[: len(group)])
    often, seen = np.empty((2, len(group)), np.int64)
    sizes = np.diff(np.append(begins, len(group)))
    often[order] = np.repeat(sizes, sizes)
    seen[order] = np.arange(len(group)) - np.repeat(begins, sizes)
    few = seen < MAX_PLACES
    owner, place, often = found.owner[few], found.place[few], often[few]
    if not len(place):
        return c0, c1
    row = (owner << 32) + place
    left = np.searchsorted(row, row - (LONGER * count[owner]).astype(np.int64) - PADDING)
    running = np.append(0.0, np.cumsum(1.0 / often))
    weight = np.round(running[1:] - running[left], 9)
    heaviest = np.lexsort((-weight, owner))
    mine, at = np.unique(owner[heaviest], return_index=True)
    at = heaviest[at]
    long = last[mine] - first[mine] > count[mine]
    mine, at = mine[long], at[long]
    c0[mine] = np.maximum(first[mine], place[left[at]] - PADDING)
    c1[mine] = np.minimum(last[mine], place[at] + 1 + PADDING)
    return c0, c1
