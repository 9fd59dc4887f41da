"""A saying read beside a passage, word by word, where it is most like it; words left out near its beginning or end do not put it out of step.

`retrieve` says where a saying fits best, in a stretch about as long as it is. Who leaves out a clause behind the first words quotes a longer one.
"""

from __future__ import annotations

from muqabala.canon.work import Work
from muqabala.trace.align import Pair, longest_run, unlike
from muqabala.trace.honorifics import pair_matn
from muqabala.trace.retrieve import Fit
from muqabala.trace.view import TextView

LEFT_OUT = 40
"""Words of a passage between the first words of a saying and the rest, or the last and the rest, that may be left out."""
AT_LEAST, AGREE, APART = 2, 0.6, 2
"""Words at an end of a saying that agree with some beyond what was left out, the share of those there, and words of the passage between them."""


def read_beside(view: TextView, work: Work, d0: int, d1: int, passage: int, fitting: Fit) -> list[Pair]:
    """Words d0..d1 of a text beside the words of a passage that are most like them; no pairs where no word is the same."""
    begin, end = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
    pairs = pair_matn(view, work, d0, d1, fitting.c0, fitting.c1)
    if unlike(pairs) == len(pairs):
        return []
    # A common word at an end may have been paired far from the others: is it nearer along the longest run?
    low, high = longest_run(pairs)
    c0, c1 = max(begin, low.c0 - (low.d0 - d0)), min(end, high.c1 + (d1 - high.d1))
    close = pair_matn(view, work, d0, d1, c0, c1) if unlike(pairs) else pairs
    pairs = close if close and unlike(close) < unlike(pairs) else pairs
    return _with_end(view, work, _with_beginning(view, work, pairs, int(work.passages.matn[passage])), end)


def _with_beginning(view: TextView, work: Work, pairs: list[Pair], begin: int) -> list[Pair]:
    """Pairs, the first words of which, where they differ, beside words before in the report that they are, and what is between left out."""
    first = next(i for i, p in enumerate(pairs) if p.same)
    d0, d1, c1 = pairs[0].d0, pairs[first].d0, pairs[first].c0
    if d1 - d0 < AT_LEAST or c1 <= begin:
        return pairs
    lead = pair_matn(view, work, d0, d1, max(begin, c1 - LEFT_OUT - (d1 - d0)), c1)
    if not _agree(lead):
        return pairs
    return [*lead, *([Pair(d1, d1, lead[-1].c1, c1, False)] if lead[-1].c1 < c1 else []), *pairs[first:]]


def _with_end(view: TextView, work: Work, pairs: list[Pair], end: int) -> list[Pair]:
    """Pairs, the last words of which, where they differ, beside words behind in the passage that they are, and what is between left out."""
    last = next(i for i in range(len(pairs), 0, -1) if pairs[i - 1].same)
    d0, d1, c0 = pairs[last - 1].d1, pairs[-1].d1, pairs[last - 1].c1
    if d1 - d0 < AT_LEAST or c0 == end:
        return pairs
    tail = pair_matn(view, work, d0, d1, c0, min(end, c0 + LEFT_OUT + (d1 - d0)))
    if not _agree(tail):
        return pairs
    return [*pairs[:last], *([Pair(d0, d0, c0, tail[0].c0, False)] if c0 < tail[0].c0 else []), *tail]


def _agree(pairs: list[Pair]) -> bool:
    """Whether most words at an end of a saying are the passage's, side by side."""
    same = [p for p in pairs if p.same]
    words = pairs[-1].d1 - pairs[0].d0 if pairs else 0
    return len(same) >= max(AT_LEAST, AGREE * words) and same[-1].c1 - same[0].c0 <= len(same) + APART
