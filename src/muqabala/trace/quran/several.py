"""Several verses in one pair of marks, verses between them left out: «{أفمن هذا الحديث تعجبون * وأنتم سامدون}».

Each ends where a verse ends, and the next begins where one begins; read as one they would be a verse with words changed and put in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.trace.announced.windows import Window, of_scripture
from muqabala.trace.matching import accept
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import Pair, pair_words, whole_words
from muqabala.trace.matching.ends import MAX_PADDING
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.matching.moved import in_another_order
from muqabala.trace.matching.settle import settle
from muqabala.trace.quran.held import PIECE, parted, signed
from muqabala.trace.written.asides import concluded, introduced
from muqabala.trace.written.view import TextView

MOST = 6
"""Verses, or rows of verses, that are told apart."""
PLACES, HEAD = 40, 4
"""Places at which a verse is looked for by so many of its first words."""
LEAST = 3
"""Words of a verse at either end of the marks that is cut off; a row of no more words stands near the row before or behind it."""
NEAR_BY = 10
"""Verses between two rows of which one is so short."""
CLAUSE = 2
"""Words of a verse out of their order in one pair of marks, at least."""
RIGHT = 0.9
"""Confidence of what marks hold that announce scripture, if all of it is the source's, or all but the writer's words in brackets."""


class Piece(NamedTuple):
    """Words d0..d1 of the text, and the words of the work that they are."""

    d0: int
    d1: int
    c0: int
    c1: int


def several_verses(judge: Judge, view: TextView, windows: Sequence[Window], found: Sequence[Found]) -> list[Found]:
    """The verses that windows hold side by side, where what was found in these is not right or not all that they hold."""
    more = []
    begins = [f.judgement.d0 for f in found]
    for window in windows:
        near = found[max(0, bisect_right(begins, window.d0) - 2) : bisect_left(begins, window.d1)]
        inside = [f for f in near if not f.held_back and f.judgement.d0 < window.d1 and window.d0 < f.judgement.d1]
        if window.enclosed and not _all_right(window, inside) and of_scripture(view, window):
            pieces = _pieces(view, judge.work, window.d0, window.d1)
            judgements = [judge_pairs(judge, view, pair_words(view, judge.work, *piece)) for piece in pieces]
            more += [accept.look_meant(view, judge.work, judgement, window, RIGHT) for judgement in judgements]
    return more


def with_words_between(judge: Judge, view: TextView, window: Window, inside: Sequence[Found]) -> list[Found]:
    """Those of several right verses in one pair of marks that have a few words before or behind them which are no verse's and which nothing parts
    from them: read as far as these, as a verse alone is read as far as its marks."""
    if len(inside) < 2 or any(f.judgement.wrong_words or f.judgement.d1 - f.judgement.d0 < PIECE for f in inside):
        return []
    whole = [f.judgement for f in inside]
    for i, (low, high) in enumerate(pairwise([window.d0, *(d for j in whole for d in (j.d0, j.d1)), window.d1])):
        if i % 2 or not 0 < high - low <= MAX_PADDING:
            continue
        before, after = [(n, n.d0, high) for n in whole if n.d1 == low], [(n, low, n.d1) for n in whole if n.d0 == high]
        own = (before and concluded(view, low, high)) or (after and introduced(view, low, high)) or (before and after and parted(view, low, high))
        read = ((n, settle(judge, view, n.pairs, window._replace(d0=d0, d1=d1)), d0, d1) for n, d0, d1 in [*before, *after] if not own)
        longer = [(n, j) for n, j, d0, d1 in read if j is not None and (j.d0, j.d1) == (d0, d1)]
        if longer:
            short, long = min(longer, key=lambda row: _changes(row[1]))
            whole[whole.index(short)] = long
    return [accept.look_meant(view, judge.work, j, window, RIGHT) for f, j in zip(inside, whole, strict=True) if j is not f.judgement]


def one_out_of_order(judge: Judge, view: TextView, window: Window, inside: Sequence[Found]) -> Found | None:
    """One verse whose clauses stand in another order in one pair of marks, no sign between them, where each was found by itself: they are no several
    quotations. None for anything else, also for clauses that mostly stand in other verses as well."""
    if any(f.judgement.d1 - f.judgement.d0 == window.d1 - window.d0 for f in inside):
        return None
    work = judge.work
    for passage in dict.fromkeys(work.passage_view[f.judgement.c0] for f in inside):
        pairs = in_another_order(view, work, window.d0, window.d1, passage, CLAUSE)
        borders = [b.d0 for a, b in pairwise(p for p in pairs if p.d0 < p.d1) if not _in_step(a, b)]
        if pairs and _of_one_verse(view, work, [window.d0, *borders, window.d1]):
            return accept.look_meant(view, work, judge_pairs(judge, view, pairs), window, RIGHT)
    return None


def _of_one_verse(view: TextView, work: Work, borders: Sequence[int]) -> bool:
    """Whether the clauses between some words of a text are no several quotations: no sign parts them, none ends as a verse does where the next begins
    as one, and half of their letters stand in no verse that has not all of them."""
    letters = [view.letters[view.first[d0] : view.first[d1]] for d0, d1 in pairwise(borders)]
    places = [work.standing(some) for some in letters]
    ends = [any(c + d1 - d0 in work.passage_starts for c in some) for some, (d0, d1) in zip(places, pairwise(borders), strict=True)]
    begins = [any(c in work.passage_starts for c in some) for some in places]
    if any(end and begin for end, begin in zip(ends, begins[1:], strict=False)) or any(signed(view, d, d) for d in borders[1:-1]):
        return False
    verses = [{work.passage_view[c] for c in some} for some in places]
    known = [of for of in verses if of]
    own = sum(len(some) for some, of in zip(letters, verses, strict=True) if of and of <= set.intersection(*known))
    return 2 * own >= sum(map(len, letters))


def _in_step(a: Pair, b: Pair) -> bool:
    """Whether two words follow each other in the source as they do in the text, or neither stands there."""
    return a.same == b.same and (b.c0 == a.c1 or not a.same)


def _changes(judgement: Judgement) -> tuple[int, int]:
    """How many words differ, and how many of these are put in."""
    return judgement.wrong_words, sum(e.op == "insert" for e in judgement.edits)


def _all_right(window: Window, inside: Sequence[Found]) -> bool:
    """Whether what was found in a window is all its words, and none is wrong."""
    return sum(f.judgement.d1 - f.judgement.d0 for f in inside) >= window.d1 - window.d0 and not any(f.judgement.wrong_words for f in inside)


def _pieces(view: TextView, work: Work, d0: int, d1: int) -> list[Piece]:
    """Words d0..d1 as rows of verses, letter for letter, with a border of verses between each two; none if they are not, or are one."""
    found = _rows(view, work, None, d0, d1, MOST)
    return found if len(found) > 1 else []


def _rows(view: TextView, work: Work, before: Piece | None, d0: int, d1: int, most: int) -> list[Piece]:
    """Words d0..d1 as so many rows of verses at most, behind the row `before`, the longest first; none if they are not."""
    tried = set[int]()
    for row in _rows_from(view, work, d0, d1, first=before is None):
        if before is not None and (row.d1 in tried or not _follows(work, before, row)):
            continue
        tried.add(row.d1)
        rest = _rows(view, work, row, row.d1, d1, most - 1) if row.d1 < d1 and most > 1 else []
        if row.d1 == d1 or rest:
            return [row, *rest]
    return []


def _follows(work: Work, a: Piece, b: Piece) -> bool:
    """Whether a row may stand behind another in one pair of marks: where one of them is short, it stands behind it in the sura, a few verses on."""
    if min(a.d1 - a.d0, b.d1 - b.d0) > LEAST:
        return True
    return a.c1 <= b.c0 and work.group_of(a.c0) == work.group_of(b.c0) and work.passage_view[b.c0] - work.passage_view[a.c0] <= NEAR_BY


def _rows_from(view: TextView, work: Work, d0: int, d1: int, first: bool) -> Iterator[Piece]:
    """What stands in the work from word d0 of the text on, the longest first, up to the end of a verse, or up to d1. Unless it is the `first`, it
    begins with a verse."""
    found, starts = set[Piece](), work.passage_starts
    for words in range(min(HEAD, max(1, whole_words(view, work, d0, d1)[0])), 0, -1):
        places = work.standing(view.letters[view.first[d0] : view.first[d0 + words]])
        for c0 in [c for c in places if c in starts or (first and words >= LEAST)][:PLACES]:
            found |= {row for row in _up_to_ends(view, work, d0, d1, c0) if row.d1 < d1 or row.c1 in starts or d1 - d0 >= LEAST}
    yield from sorted(found, key=lambda row: (-row.d1, row.c0))


def _up_to_ends(view: TextView, work: Work, d0: int, d1: int, c0: int) -> Iterator[Piece]:
    """Words from d0 on that have the letters of the work from word c0 on, up to each end of a verse, or up to word d1 before the next."""
    low, first = view.first[d0], work.first_view
    written = view.letters[low : view.first[d1]]
    for passage in range(work.passage_view[c0], min(work.passage_view[c0] + MOST, len(work.refs))):
        c1 = int(work.passage_first[passage + 1])
        letters = work.letter_bytes[first[c0] : first[c1]]
        if len(letters) >= len(written):
            c1 = bisect_left(first, first[c0] + len(written))
            if letters.startswith(written) and first[c1] == first[c0] + len(written):
                yield Piece(d0, d1, c0, c1)
            return
        if not written.startswith(letters):
            return
        end = bisect_left(view.first, low + len(letters))
        if view.first[end] == low + len(letters):
            yield Piece(d0, end, c0, c1)
