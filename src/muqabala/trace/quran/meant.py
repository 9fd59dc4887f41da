"""What an announced quotation was meant to be, of which too little is the source's to find it: the verse that it cites, or that it opens with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from muqabala.canon.work import Work
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.accept import matched_bits
from muqabala.trace.matching.align import Pair, as_written, pair_words, whole_words
from muqabala.trace.matching.citations import beside, words_named
from muqabala.trace.matching.ends import one_word_changed
from muqabala.trace.matching.nearest import nearest_stretches
from muqabala.trace.references.naming import Reference
from muqabala.trace.written.view import TextView

CITED_BITS, CITED_SHARE, CITED_PLACES = 25.0, 0.2, 10
"""Bits in words that agree, and the share of the words, from which a quotation is one of the verses that it cites; and places at most where two of
them stand side by side: «يا أيها الذين آمنوا» is of every verse."""
OPENING_WORDS, OPENING_BITS, OPENING_PLACES = 3, 31.0, 3
"""Words, and their bits, with which a quotation opens as a verse does, and the places at most where these words stand: they say which it is."""
ALIKE, LETTERS = 0.85, 10
"""Share of its letters in common with a stretch of the source, and letters, from which a quotation is that, though it has too few words."""
LONGEST_NAMED, LONGEST = 300, 80
"""Words of the verses that a reference names which are compared, at most, and those of a quotation: who names more names no verse, and marks that
hold more, or a reference, are not closed where they should be."""


def meant(view: TextView, work: Work, window: Window, references: Sequence[Reference]) -> list[Pair]:
    """An announced stretch of a text beside the passage that its writer means, word by word; no pairs where nothing says which."""
    start, end = view.starts[window.d0], view.ends[window.d1 - 1]
    if window.d1 - window.d0 > LONGEST or any(start < r.start < end for r in references):
        return []
    return _cited(view, work, window, references) or _opened(view, work, window) or _alike(view, work, window)


def _cited(view: TextView, work: Work, window: Window, references: Sequence[Reference]) -> list[Pair]:
    """The stretch beside the verses that a reference right beside it names, where they have some of its words in its order."""
    for verses in _named(view, work, window, references):
        pairs = as_written(pair_words(view, work, window.d0, window.d1, *verses))
        enough = sum(p.same for p in pairs) >= CITED_SHARE * (window.d1 - window.d0) and matched_bits(view, work, pairs) >= CITED_BITS
        if enough and any(a.same and b.same and len(work.places(a.c0, b.c1)) <= CITED_PLACES for a, b in pairwise(pairs)):
            return pairs
    return []


def _named(view: TextView, work: Work, window: Window, references: Sequence[Reference]) -> Iterator[tuple[int, int]]:
    for reference in beside(references, view, view.starts[window.d0], view.ends[window.d1 - 1]):
        verses = words_named(reference, work)
        if verses is not None and verses[1] - verses[0] <= LONGEST_NAMED:
            yield verses


def _opened(view: TextView, work: Work, window: Window) -> list[Pair]:
    """The stretch beside the passage that begins with its first words, or has them in its middle."""
    count, first, last = whole_words(view, work, window.d0, window.d1)
    if count < OPENING_WORDS or work.bits(first, last) < OPENING_BITS:
        return []
    places = work.places(first, last)
    if len(places) > OPENING_PLACES:
        return []
    ends = (int(work.passage_first[work.passage_view[c0 + last - first - 1] + 1]) for c0 in places)
    read = (as_written(pair_words(view, work, window.d0, window.d1, c0, end)) for c0, end in zip(places, ends, strict=True))
    return max(read, key=lambda pairs: matched_bits(view, work, pairs))


def _alike(view: TextView, work: Work, window: Window) -> list[Pair]:
    """The stretch beside one of the work that has nearly all its letters, half of its words, and the others in another form: «إن ربك بالمرصاد»."""
    letters = view.letters[view.first[window.d0] : view.first[window.d1]]
    near = nearest_stretches(work, letters, 1) if len(letters) >= LETTERS else []
    if not near or near[0][0] < ALIKE:
        return []
    pairs = as_written(pair_words(view, work, window.d0, window.d1, *near[0][1:]))
    alike = 2 * sum(p.same for p in pairs) >= window.d1 - window.d0 and all(p.same or one_word_changed(view, work, p, False) for p in pairs)
    return pairs if alike else []
