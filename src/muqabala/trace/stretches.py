"""Stretches of one text: which lies in which, which are neighbours, and which saying is open around one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from muqabala.canon.work import Work
from muqabala.trace.accept import content
from muqabala.trace.align import Pair
from muqabala.trace.candidates import Candidate
from muqabala.trace.sayings import Saying
from muqabala.trace.view import TextView

MAX_GROUP = 6
"""Stretches that may be one quotation."""
APART = 12
"""Words between two stretches that may be parts of one quotation."""

Longs = npt.NDArray[np.int64]


def holding(view: TextView, spans: Sequence[tuple[int, int]], starts: Longs, ends: Longs) -> Longs:
    """Which of some spans of words holds each stretch of letters whole, 0, 1, 2 …; -1 where none does."""
    holder = np.full(len(view.letters) + 1, -1)
    for place, (d0, d1) in enumerate(spans):
        holder[view.first[d0] : view.first[d1]] = place
    return np.where(holder[starts] == holder[ends - 1], holder[starts], -1)


def neighbours(candidates: Sequence[Candidate], recited: set[int]) -> Iterator[list[Candidate]]:
    """Candidates in the text's order, those together between which few words stand, and no verse and no saying.

    What is told once more stands apart.
    """
    group: list[Candidate] = []
    for candidate in candidates:
        between = range(group[-1].d1, candidate.d0) if group else range(0)
        again = len(group) >= MAX_GROUP or any(c.c0 < candidate.c1 and candidate.c0 < c.c1 for c in group)
        if group and (again or len(between) > APART or not recited.isdisjoint(between)):
            yield group
            group = []
        group.append(candidate)
    if group:
        yield group


def of_one_report(work: Work, group: Sequence[Candidate]) -> list[Candidate]:
    """Candidates beside which there is another that runs along the same report, in whichever version."""
    clusters = [int(work.passages.cluster[work.passage_view[c.c0]]) for c in group]
    return [c for c, cluster in zip(group, clusters, strict=True) if clusters.count(cluster) > 1]


def open_around(sayings: Sequence[Saying], d0: int, d1: int) -> Saying | None:
    """The first of some sayings, in order, that nothing encloses and that words d0..d1 lie in, but for one at either end; None if there is none."""
    after = bisect_right(sayings, d0 + 1, key=lambda s: s.d0)
    near = (s for s in sayings[max(0, after - 2) : after] if not s.enclosed and d1 <= s.d1 + 1)
    return next(near, None)


def without_lead(work: Work, pairs: list[Pair], sayings: Sequence[Saying]) -> list[Pair]:
    """Pairs from the saying on that begins among them, where only words of chains and honorifics stand before it: these announce it."""
    if not pairs:
        return pairs
    begun = bisect_right(sayings, pairs[0].d0, key=lambda s: s.d0)
    for saying in sayings[begun : bisect_left(sayings, pairs[-1].d1, key=lambda s: s.d0)]:
        at = next(i for i, p in enumerate(pairs) if p.d1 > saying.d0)
        if not content(work, pairs[:at]):
            return pairs[at:]
    return pairs
