"""The words at the ends of a quotation in marks: beside which words of the source they are read, and which are none of its verse's."""

from __future__ import annotations

from collections.abc import Sequence

from muqabala.canon.work import Work
from muqabala.trace.align import Pair, beside_none, letters_of_pair, pair_words, similarity, unlike
from muqabala.trace.asides import is_speech
from muqabala.trace.view import TextView

MAX_PADDING = 3
"""Words that may differ at either end of a quotation in brackets."""
ONE_WORD = 0.6
"""Share of letters in common from which two words at an end are one word, changed."""


def head_beside(view: TextView, work: Work, d0: int, d1: int, low: int, c: int) -> list[Pair]:
    """Words d0..d1 of the text beside words low..c of the work, or beside more of the verse where no more differ if some are left out: the first
    word stands farther before."""
    pairs = pair_words(view, work, d0, d1, low, c)
    begin = work.passage_first[work.passage_view[c]]
    for further in range(low - 1, max(begin, low - min(d1 - d0, MAX_PADDING)) - 1, -1) if d0 < d1 else ():
        if work.skeleton(further) == view.skeleton(d0):
            return min(pair_words(view, work, d0, d1, further, c), pairs, key=unlike)
    return pairs


def tail_beside(view: TextView, work: Work, d0: int, d1: int, c: int, high: int) -> list[Pair]:
    """The same at the end: words d0..d1 beside words c..high, or beside more where the last word stands farther behind."""
    pairs = pair_words(view, work, d0, d1, c, high)
    end = work.passage_first[work.passage_view[c - 1] + 1]
    for further in range(high + 1, min(end, high + min(d1 - d0, MAX_PADDING)) + 1) if d0 < d1 else ():
        if work.skeleton(further - 1) == view.skeleton(d1 - 1):
            return min(pair_words(view, work, d0, d1, c, further), pairs, key=unlike)
    return pairs


def within_verses(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs in which words at either end that are unlike those of the next verse, or the one before, are put in: who quotes a verse and adds words
    of his own does not change words of another verse."""
    agree = [i for i, pair in enumerate(pairs) if pair.same]
    if not agree or len(agree) == len(pairs):
        return pairs
    first, last = pairs[agree[0]], pairs[agree[-1]]
    border = work.passage_first[work.passage_view[first.c0] : work.passage_view[last.c1 - 1] + 2].tolist()
    low = next((i for i in range(agree[0]) if pairs[i].c0 >= border[0]), agree[0])
    high = next((i for i in range(agree[-1] + 1, len(pairs)) if pairs[i].c1 > border[-1]), len(pairs))
    if low and not _goes_on(view, work, pairs[:low]):
        pairs, high = [*beside_none(pairs[0].d0, pairs[low].d0, pairs[low].c0), *pairs[low:]], high + pairs[low].d0 - pairs[0].d0 - low
    if high < len(pairs) and not _goes_on(view, work, pairs[high:]):
        pairs = [*pairs[:high], *beside_none(pairs[high].d0, pairs[-1].d1, pairs[high - 1].c1)]
    return pairs


def _goes_on(view: TextView, work: Work, pairs: Sequence[Pair]) -> bool:
    """Whether half of some words or more are like those of the source beside them."""
    alike = sum(p.d0 < p.d1 and p.c0 < p.c1 and one_word_changed(view, work, p, False) for p in pairs)
    return 2 * alike >= len(pairs)


def one_word_changed(view: TextView, work: Work, pair: Pair, grown: bool) -> bool:
    """A pair that is one word in another form, and not a word of the writer's that happens to look like it."""
    if any(is_speech(view, d) for d in range(pair.d0, pair.d1)):
        return False
    x, y = letters_of_pair(pair, view, work)
    if x == y:
        return len(x) >= 2
    return min(len(x), len(y)) >= (2 if grown else 3) and similarity(x, y) >= ONE_WORD
