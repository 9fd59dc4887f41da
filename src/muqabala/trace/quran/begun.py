"""What is announced without marks, read from where the writer begins it: behind «قال تعالى:» stand a few words, and then a verse goes on.

They are his own as a rule. Where the verse has one of them a little before, he began with it, and left words out, put one in or took two in the other
order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from muqabala.canon.work import Work
from muqabala.trace.announced.announcements import WORDS_OF
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import SIMILAR, Pair, as_written, at_place, letters_of_pair, pair_words, similarity
from muqabala.trace.matching.citations import MAX_PLACES, all_places
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.quran.held import signed
from muqabala.trace.written.asides import NAMES_SURA, is_honorific, signals, skeletons_of
from muqabala.trace.written.view import TextView

FIRST, LEFT_OUT = 3, 3
"""Words before the right ones, at most, and words of the verse before these that may be left out."""

_OF_WHOM = skeletons_of(("فيه", "فيها", "فيهم", "فيهما", "فيهن", "عنه", "عنها", "عنهم", "له", "لها", "لهم", "لهما", "لنا", "لكم", "إليه", "عليه"))
"""A preposition and its pronoun."""


def from_its_cue(judge: Judge, view: TextView, window: Window, found: Found) -> Judgement | None:
    """What a window begins with and the right words behind it, as one; None where these may be all, or the others the writer's own."""
    d0, d1 = window.d0, found.judgement.d0
    if not 0 < d1 - d0 <= FIRST or signed(view, d0 + 1, d1) or _of_whom(view, d0, d1):
        return None
    places = (at_place(found.judgement.pairs, c0) for c0 in all_places(found)[:MAX_PLACES])
    read = (_with_head(judge, view, d0, d1, pairs) for pairs in places)
    return min((j for j in read if j is not None), key=lambda j: j.rank, default=None)


def _of_whom(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 say no more than of whom, or to whom, God speaks: «قال الله فيه …»; behind a colon they are His."""
    return d1 - d0 == 1 and view.skeleton(d0) in _OF_WHOM and ":" not in view.text[view.ends[d0 - 1] if d0 else 0 : view.starts[d0]]


def _with_head(judge: Judge, view: TextView, d0: int, d1: int, pairs: list[Pair]) -> Judgement | None:
    """Words d0..d1 and those behind them, which are right at some place, as one; None where the first are not the verse's there."""
    c1, passage = pairs[0].c0, judge.work.passage_view[pairs[0].c0]
    begin = int(judge.work.passage_first[passage])
    whole = as_written([*pair_words(view, judge.work, d0, d1, max(begin, c1 - (d1 - d0) - LEFT_OUT), c1), *pairs])
    head = [p for p in whole if p.d0 < d1 or p.c0 < c1]
    return judge_pairs(judge, view, whole) if _begins_so(view, judge, head) and not _speaks_himself(view, head) else None


def _begins_so(view: TextView, judge: Judge, head: Sequence[Pair]) -> bool:
    """Whether some words begin with one of the verse's and half of them are, or all are the verse's last ones there, in another order."""
    if head[0].same and 2 * sum(p.d1 - p.d0 for p in head if p.same) >= head[-1].d1 - head[0].d0:
        return True
    last = head[-1].c1
    written = Counter(view.skeletons(head[0].d0, head[-1].d1))
    return any(p.same for p in head) and written == Counter(judge.work.skeleton(c) for c in range(max(0, last - written.total()), last))


def _speaks_himself(view: TextView, head: Sequence[Pair]) -> bool:
    """Whether the writer explains, hands over, names a sura or wishes somebody well with some of these words that are none of the verse's."""
    words = [d for p in head if not p.same for d in range(p.d0, p.d1)]
    own = SAID | WORDS_OF | NAMES_SURA
    wish = bool(words) and is_honorific(b"\0".join(map(view.skeleton, words)))
    return wish or any(view.skeleton(d) in own or signals(view, d) for d in words)


def but_for_own_head(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the few before the first that agree, if none of these is like what it is beside: «في الصادقين صدقوا ما عاهدوا الله عليه»."""
    first = next((i for i, p in enumerate(pairs) if p.same), 0)
    own = pairs[first].d0 - pairs[0].d0 <= FIRST and all(similarity(*letters_of_pair(p, view, work)) < SIMILAR for p in pairs[:first] if p.d0 < p.d1)
    return pairs[first:] if own else pairs
