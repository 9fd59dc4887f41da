"""Settling: the exact ends of a candidate, and the place in the work that fits it best, by judging its words."""

from __future__ import annotations

from muqabala.trace.align import SIMILAR, Pair, letters_of_pair, similarity
from muqabala.trace.asides import is_speech
from muqabala.trace.cues import break_after, opened_before
from muqabala.trace.judge import DIFFERENT, Judge, Judgement, judge_pairs
from muqabala.trace.view import TextView

MAX_PLACES = 60
"""Other places with the same letters that are looked at for a better fit."""


def settle(judge: Judge, view: TextView, pairs: list[Pair]) -> Judgement | None:
    """Judge a candidate within its true ends, at its best place; None if no word of it stands."""
    pairs = _true_ends(judge, view, pairs)
    if not pairs:
        return None
    best = judge_pairs(judge, view, pairs)
    if best.verdict == "verbatim":
        return best
    for place in judge.work.places(best.c0, best.c1)[:MAX_PLACES]:
        if place != best.c0:
            shift = place - pairs[0].c0
            other = judge_pairs(judge, view, [p._replace(c0=p.c0 + shift, c1=p.c1 + shift) for p in pairs])
            if other.rank < best.rank:
                best = other
    return best


def _true_ends(judge: Judge, view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Leave out words at both ends that are not the source's, unless they are plainly meant as part of the quotation."""
    low, high = 0, len(pairs)
    while low < high and not _head_stands(judge, view, pairs, low):
        low += 1
    while low < high and not _tail_stands(judge, view, pairs, high):
        high -= 1
    return pairs[low:high]


def _head_stands(judge: Judge, view: TextView, pairs: list[Pair], at: int) -> bool:
    pair = pairs[at]
    if pair.d0 == pair.d1 or pair.c0 == pair.c1:
        return False
    if judge.head(view.written(pair.d0, pair.d1), pair.c0, pair.c1)[0].kind != DIFFERENT:
        return True
    if judge.phrase_readers(view, pairs, at) is not None:
        return True
    meant = opened_before(view, pair.d0) and not break_after(view, pair.d1, view.ends[pair.d1 - 1])
    return meant and _one_word_changed(judge, view, pair)


def _tail_stands(judge: Judge, view: TextView, pairs: list[Pair], high: int) -> bool:
    pair = pairs[high - 1]
    if pair.d0 == pair.d1 or pair.c0 == pair.c1:
        return False
    if judge.word(view.written(pair.d0, pair.d1), pair.c0, pair.c1).kind != DIFFERENT:
        return True
    if judge.phrase_readers(view, pairs, high - 1) is not None:
        return True
    gap = view.text[view.ends[pair.d0 - 1] : view.starts[pair.d0]] if pair.d0 else ""
    meant = break_after(view, pair.d1, view.ends[pair.d1 - 1]) and not gap.strip() and "\n" not in gap
    return meant and _one_word_changed(judge, view, pair)


def _one_word_changed(judge: Judge, view: TextView, pair: Pair) -> bool:
    """A pair that is one word in another form, and not a word of the writer's that happens to look like it."""
    x, y = letters_of_pair(pair, view, judge.work)
    return min(len(x), len(y)) >= 2 and similarity(x, y) >= SIMILAR and not any(is_speech(view, d) for d in range(pair.d0, pair.d1))
