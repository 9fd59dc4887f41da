"""Changed words beside a sign of elision: in «﴿… والإحسان … ينصحكم لعلكم تذكرون﴾» one word stands in the place of the source's, and what is left
out stands before it. An alignment takes both for one gap, in which the writer's words stand for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from muqabala.trace.announced.cues import enclosed
from muqabala.trace.matching.align import Pair, left_out
from muqabala.trace.written.asides import elided, elision_phrase, is_speech, signals
from muqabala.trace.written.view import TextView

MAX_CHANGED = 2
"""Words beside a sign of elision that are taken for changed ones; more are the writer's."""


def end_of_run(pairs: Sequence[Pair], i: int) -> int:
    """The pair behind the last of those from `i` on that have words on one side only."""
    while i < len(pairs) and (pairs[i].d0 == pairs[i].d1 or pairs[i].c0 == pairs[i].c1):
        i += 1
    return i


def paired_beside_elisions(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs in which words beside a sign of elision inside quotation marks stand beside as many of the source, in whose place they are."""
    if all(pair.d0 == pair.d1 or pair.c0 < pair.c1 for pair in pairs):
        return pairs
    found, i = list[Pair](), 0
    while i < len(pairs):
        j = end_of_run(pairs, i)
        run = pairs[i:j]
        found += _changed_words(view, pairs[0].d0, run) if 0 < i < j < len(pairs) else run or [pairs[i]]
        i = max(j, i + 1)
    return found


def _changed_words(view: TextView, start: int, run: list[Pair]) -> list[Pair]:
    """A run of words on one side only of a quotation that begins with word `start`, the changed words among them paired."""
    d0, d1, c0, c1 = run[0].d0, run[-1].d1, run[0].c0, run[-1].c1
    count = d1 - d0
    if not 0 < count <= min(MAX_CHANGED, c1 - c0) or not enclosed(view, start, d1) or elision_phrase(view, d0, d1):
        return run
    before, after = elided(view, view.ends[d0 - 1], view.starts[d0]), elided(view, view.ends[d1 - 1], view.starts[d1])
    if before == after or any(is_speech(view, d) or signals(view, d) for d in range(d0, d1)):
        return run
    first = c1 - count if before else c0
    changed = [Pair(d0 + i, d0 + i + 1, first + i, first + i + 1, False) for i in range(count)]
    if before:
        return [*left_out(d0, c0, first), *changed]
    return [*changed, *left_out(d1, first + count, c1)]
