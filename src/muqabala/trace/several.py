"""Several verses in one pair of marks, verses between them left out: «{أفمن هذا الحديث تعجبون * وأنتم سامدون}».

Each ends where a verse ends, and the next begins where one begins; read as one they would be a verse with words changed and put in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from muqabala.canon.work import Work
from muqabala.trace import accept
from muqabala.trace.accept import Found
from muqabala.trace.align import pair_words, whole_words
from muqabala.trace.judge import Judge, judge_pairs
from muqabala.trace.view import TextView
from muqabala.trace.windows import Window, of_scripture

MOST = 6
"""Verses, or rows of verses, that are told apart."""
PLACES, HEAD = 40, 4
"""Places at which a verse is looked for by so many of its first words."""
LEAST = 3
"""Words of a verse at either end of the marks that is cut off; a row of no more words stands near the row before or behind it."""
NEAR_BY = 10
"""Verses between two rows of which one is so short."""
RIGHT = 0.9
"""Confidence of what marks hold that announce scripture, if all of it is the source's."""

Piece = tuple[int, int, int, int]
"""Words of the text, and words of the work: d0, d1, c0, c1."""


def several_verses(judge: Judge, view: TextView, windows: Sequence[Window], found: Sequence[Found]) -> list[Found]:
    """The verses that windows hold side by side, where what was found in these is not right or not all that they hold."""
    more = []
    begins = [f.judgement.d0 for f in found]
    for window in windows:
        near = found[max(0, bisect_right(begins, window.d0) - 2) : bisect_left(begins, window.d1)]
        inside = [f for f in near if not f.held_back and f.judgement.d0 < window.d1 and window.d0 < f.judgement.d1]
        if inside and window.enclosed and not _all_right(window, inside) and of_scripture(view, window):
            pieces = _pieces(view, judge.work, window.d0, window.d1, MOST)
            judgements = [judge_pairs(judge, view, pair_words(view, judge.work, *piece)) for piece in pieces]
            more += [accept.look_meant(view, judge.work, judgement, window, RIGHT) for judgement in judgements]
    return more


def _all_right(window: Window, inside: Sequence[Found]) -> bool:
    """Whether what was found in a window is all its words, and none is wrong."""
    return sum(f.judgement.d1 - f.judgement.d0 for f in inside) >= window.d1 - window.d0 and not any(f.judgement.wrong_words for f in inside)


def _pieces(view: TextView, work: Work, d0: int, d1: int, most: int) -> list[Piece]:
    """Words d0..d1 as rows of verses, letter for letter, with a border of verses between each two; none if they are not, or are one."""
    found = _rows(view, work, d0, d0, d1, most)
    beside = [*pairwise(found)]
    near = [
        a[3] <= b[2] and work.group_of(a[2]) == work.group_of(b[2]) and work.passage_view[b[2]] - work.passage_view[a[2]] <= NEAR_BY
        for a, b in beside
    ]
    sides = zip([False, *near], [*near, False], strict=True)
    fit = all(before or after or piece[1] - piece[0] > LEAST for piece, (before, after) in zip(found, sides, strict=True)) if found else False
    return found if fit and len(found) > 1 else []


def _rows(view: TextView, work: Work, begin: int, d0: int, d1: int, most: int) -> list[Piece]:
    for end, c0, c1 in _rows_from(view, work, d0, d1, first=d0 == begin):
        if end == d1:
            return [(d0, d1, c0, c1)]
        rest = _rows(view, work, begin, end, d1, most - 1) if most > 1 else []
        if rest:
            return [(d0, end, c0, c1), *rest]
    return []


def _rows_from(view: TextView, work: Work, d0: int, d1: int, first: bool) -> Iterator[tuple[int, int, int]]:
    """What stands in the work from word d0 of the text on, the longest first, up to the end of a verse, or up to d1: the word of the text behind
    it, and its words of the work. Unless it is the `first`, it begins with a verse."""
    found = set[tuple[int, int, int]]()
    count = min(HEAD, whole_words(view, work, d0, d1)[0])
    for words in range(count, 0, -1):
        places = work.standing(view.letters[view.first[d0] : view.first[d0 + words]])
        for c0 in [c for c in places if c in work.passage_starts or (first and words >= LEAST)][:PLACES]:
            found |= {(end, c0, c1) for end, c1 in _ends(view, work, d0, d1, c0) if end < d1 or c1 in work.passage_starts or end - d0 >= LEAST}
    yield from sorted(found, key=lambda row: (-row[0], row[1]))


def _ends(view: TextView, work: Work, d0: int, d1: int, c0: int) -> Iterator[tuple[int, int]]:
    """Where verses end up to which words of the text from d0 on have the letters of the work from word c0 on, or the text itself does, before d1."""
    low, high = view.first[d0], view.first[d1]
    for passage in range(work.passage_view[c0], min(work.passage_view[c0] + MOST, len(work.refs))):
        c1 = int(work.passage_first[passage + 1])
        letters = work.letter_bytes[work.first_view[c0] : work.first_view[c1]]
        there = view.letters[low:high]
        if len(letters) >= len(there):
            last = bisect_left(work.first_view, work.first_view[c0] + len(there))
            if letters.startswith(there) and work.first_view[last] == work.first_view[c0] + len(there):
                yield d1, last
            return
        end = bisect_left(view.first, low + len(letters))
        if not there.startswith(letters):
            return
        if view.first[end] == low + len(letters):
            yield end, c1
