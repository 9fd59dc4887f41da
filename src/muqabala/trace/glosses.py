"""The writer's own words among those of a verse: «﴿والعصر (وقت العصر) إن الإنسان لفي خسر﴾», «﴿… لفي خسر، الآية﴾» are right quotations.

Where few words of the verse stand on one side of a gloss the seeds do not reach them, and they and the gloss would look like words that the writer
put into the verse. So what marks hold is read once more without what is plainly his own: what brackets or dashes inside them hold, what «أي» or
«يعني» begin and a sign ends, honorifics, and «الآية» at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from muqabala.trace.align import Pair, pair_words
from muqabala.trace.asides import HONORIFICS, names_itself, signals, skeleton_of, words_between
from muqabala.trace.brackets import CLOSES
from muqabala.trace.judge import Judge, Judgement, judge_pairs
from muqabala.trace.nearest import nearest_stretches
from muqabala.trace.view import TextView
from muqabala.trace.windows import Window

_ENCLOSED = re.compile(r"[(\[{][^()\[\]{}\n]{1,120}[)\]}]|(?<!\w)[-–—][^-–—()\[\]{}\n]{1,120}[-–—](?!\w)")
_CLOSING = frozenset(CLOSES.values())
_SIGNS = re.compile("[،,؛;:.]")
_WISHES = frozenset(skeleton_of(h) for h in HONORIFICS if " " in h)
_LONGEST = max(wish.count(b"\0") for wish in _WISHES) + 1
_TAILS = tuple(
    skeleton_of(phrase)
    for phrase in ("إلى آخر الآية", "إلى آخر الآيات", "إلى آخر السورة", "إلى آخره", "إلى آخرها", "إلخ", "الآية الكريمة", "الآية", "الآيات", "الآيتين")
)
"""What says behind a quotation that the verse goes on; the longer before the shorter."""
SIGNALLED = 8
"""Words of a gloss that «أي» begins, at most."""
LEAST = 2
"""Words of the source that stand around the writer's, at least."""
_TRIED, _NEAR = 60, 3
"""Places of the work that are compared: those with the same letters, and others that are like them."""


class _Run(NamedTuple):
    """Words d0..d1 (half-open) that are all the writer's own, or none of them."""

    own: bool
    d0: int
    d1: int


def around_glosses(judge: Judge, view: TextView, window: Window) -> Judgement | None:
    """What marks hold but for the writer's own words, if there are any, where it is the source's, word by word; None where it is not, or no mark
    closes it, so that its last word may be cut off.

    An honorific may be the source's own («سبحانه وتعالى عما يشركون»), so it is first read as such.
    """
    behind = view.text[view.ends[window.d1 - 1] : view.starts[window.d1]] if window.d1 < len(view.starts) else view.text[view.ends[-1] :]
    if _CLOSING.isdisjoint(behind):
        return None
    for wishes in (False, True):
        judged = _judged(judge, view, _runs(view, window, wishes))
        best = min((j for j in judged if not j.wrong_words), key=lambda j: j.rank, default=None)
        if best is not None:
            return best
    return None


def _judged(judge: Judge, view: TextView, runs: list[_Run]) -> Iterator[Judgement]:
    """The judgements of some words at the places of the work where they may stand; without words of the writer's own, where just their letters do."""
    work, said = judge.work, [run for run in runs if not run.own]
    words = sum(run.d1 - run.d0 for run in said)
    letters = b"".join(view.letters[view.first[run.d0] : view.first[run.d1]] for run in said)
    if words >= LEAST:
        near = (c0 for _, c0, _ in nearest_stretches(work, letters, _NEAR)) if len(runs) > 1 else ()
        places = dict.fromkeys((*work.standing(letters)[:_TRIED], *near))
        yield from (judge_pairs(judge, view, _pairs(judge, view, runs, c0)) for c0 in places if c0 + words <= work.limits_of(c0)[1])


def _runs(view: TextView, window: Window, wishes: bool) -> list[_Run]:
    """The words of a window by whether they are the writer's own, without those of his at its ends."""
    own = {d for low, high in _own(view, window.d0, window.d1, wishes) for d in range(low, high)}
    parts = [(mine, [*words]) for mine, words in groupby(range(window.d0, window.d1), own.__contains__)]
    runs = [_Run(mine, words[0], words[-1] + 1) for mine, words in parts]
    return runs[runs[0].own : len(runs) - runs[-1].own]


def _own(view: TextView, d0: int, d1: int, wishes: bool) -> Iterator[tuple[int, int]]:
    """Words (from, to) among words d0..d1 that are plainly the writer's own; with `wishes` honorifics, too."""
    for held in _ENCLOSED.finditer(view.text, view.starts[d0], view.ends[d1 - 1] + 1):
        yield bisect_left(view.starts, held.start()), bisect_left(view.starts, held.end())
    for d in range(d0, d1):
        wish = next((n for n in range(min(_LONGEST, d1 - d), 1, -1) if words_between(view, d, d + n) in _WISHES), 0)
        yield d, d + wish * wishes
        if signals(view, d):
            behind = (at + 1 for at in range(d, min(d + SIGNALLED, d1)) if at + 1 < len(view.starts) and _ends_there(view, at))
            yield d, next(behind, d)
    tail = next((phrase.count(b"\0") + 1 for phrase in _TAILS if words_between(view, d1 - phrase.count(b"\0") - 1, d1) == phrase), 0)
    if d1 - d0 > tail and all(names_itself(view, d) for d in range(d1 - tail, d1)):
        yield d1 - tail, d1


def _ends_there(view: TextView, d: int) -> bool:
    """Whether a sign that ends a gloss stands behind word d."""
    return _SIGNS.search(view.text, view.ends[d], view.starts[d + 1]) is not None


def _pairs(judge: Judge, view: TextView, runs: list[_Run], c0: int) -> list[Pair]:
    """The words of all runs beside the source's from c0 on; the writer's own beside none."""
    pairs: list[Pair] = []
    for own, d0, d1 in runs:
        if own:
            pairs += [Pair(d, d + 1, c0, c0, False) for d in range(d0, d1)]
        else:
            pairs += pair_words(view, judge.work, d0, d1, c0, c0 + d1 - d0)
            c0 += d1 - d0
    return pairs
