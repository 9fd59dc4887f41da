"""The verses whose numbers head lines, «الآية 10: …», below the name of their sura: each its line's, though verses in a row are one quotation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.judge import Judge, judge_pairs
from muqabala.trace.references.naming import Reference
from muqabala.trace.written.view import TextView

BLANK_LINE = 2
"""Line ends between a number that is all of its line and the verse."""


def in_its_line(r: Reference, quotations: Sequence[Found], judge: Judge, view: TextView) -> tuple[Found | None, Found | None]:
    """The quotation that goes on, or begins, right behind a number, in its line or the next; and what of it stands in this line. None
    where none does."""
    d0 = bisect_left(view.starts, r.end)
    at = bisect_right(quotations, d0, key=lambda f: f.judgement.d0) - 1
    if at < 0 or quotations[at].judgement.d1 <= d0 or view.text[r.end : view.starts[d0]].count("\n") > BLANK_LINE:
        return None, None
    whole = quotations[at]
    end = view.text.find("\n", view.starts[d0])
    end = end if end >= 0 else len(view.text)
    behind = (p for p in whole.judgement.pairs if p.d0 >= d0 and p.d0 < p.d1)
    pairs = [*takewhile(lambda p: view.starts[p.d0] < end, behind)]
    if not pairs or pairs[0].d0 != d0:
        return None, None
    part = judge_pairs(judge, view, pairs)
    return whole, replace(whole, judgement=part, places=judge.work.places(part.c0, part.c1))
