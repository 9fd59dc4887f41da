"""Where in the work a quotation stands: of the places that have its letters, and of verses like each other, the nearest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from rapidfuzz.distance import Levenshtein

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.matching.align import CONJUNCTIONS, Pair, as_written, at_place, in_a_row, letters_of_pair, pair_words, same_words, whole_words
from muqabala.trace.matching.ends import head_beside, tail_beside, within_verses
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.written.asides import elided
from muqabala.trace.written.view import TextView

ANCHOR = 2
"""Words at either end by which a verse like another is found, at least."""
MAX_PLACES = 60
"""Other places with the same letters that are looked at for a better fit."""


def _nearer(view: TextView, work: Work, one: Judgement, other: Judgement) -> Judgement:
    """The nearer of two judgements; the first where both are as near."""
    if one.rank[:2] != other.rank[:2] or not one.wrong_words:
        return one if one.rank <= other.rank else other
    return min(one, other, key=lambda judgement: _distance(view, work, judgement))


def _distance(view: TextView, work: Work, judgement: Judgement) -> tuple[int, ...]:
    """How far a quotation is from its source where words differ, of two in which as many do: by their skeletons, those of them that are written, the
    edits, and their letters; of two as far the one whose words stand in more places is likelier."""
    unlike = [pair for pair in judgement.pairs if not pair.same]
    letters = sum(Levenshtein.distance(*letters_of_pair(pair, view, work)) for pair in unlike)
    written = sum(pair.d1 - pair.d0 for pair in unlike)
    signs = sum(Levenshtein.distance(bare(edit.text), bare(edit.source)) for edit in judgement.edits)
    return letters, written, len(judgement.edits), signs, -len(work.places(judgement.c0, judgement.c1))


def best_place(judge: Judge, view: TextView, pairs: list[Pair]) -> Judgement:
    """The judgement at the place that fits best among those with the same letters."""
    best = judge_pairs(judge, view, pairs)
    if best.verdict == "verbatim":
        return best
    for place in judge.work.places(best.c0, best.c1)[:MAX_PLACES]:
        if place != best.c0:
            other = judge_pairs(judge, view, at_place(pairs, place))
            best = _nearer(view, judge.work, best, other)
            if best.verdict == "verbatim":
                break  # no place is nearer
    return best


def elsewhere(judge: Judge, view: TextView, best: Judgement) -> Judgement:
    """The judgement at a place that has all the words, where the best one found so far has not: Hafs anywhere comes first."""
    work, d0, d1 = judge.work, best.d0, best.d1
    places = work.standing(view.letters[view.first[d0] : view.first[d1]])[:MAX_PLACES]
    c0 = next((c for c in places if same_words(view, work, d0, d1, c, c + d1 - d0)), -1)
    count, c0, c1 = whole_words(view, work, d0, d1) if c0 < 0 else (d1 - d0, c0, c0 + d1 - d0)
    if count < d1 - d0:
        return best
    other = best_place(judge, view, pair_words(view, judge.work, d0, d1, c0, c1))
    return _nearer(view, judge.work, best, other)


def at_a_twin(judge: Judge, view: TextView, best: Judgement) -> Judgement:
    """The judgement at a place that has the first or the last words as well and where less differs: verses are like each other, and the nearest
    may be one that another reader reads so. Not over an elision, which parts words of any two verses."""
    work, d0, d1 = judge.work, best.d0, best.d1
    if elided(view, view.starts[d0], view.ends[d1 - 1]):
        return best
    for d, count in _anchors(view, work, d0, d1):
        for c in work.standing(view.letters[view.first[d] : view.first[d + count]]):
            bottom, top = work.limits_of(c)
            low, high = max(bottom, c - (d - d0)), min(top, c + d1 - d)
            if c - (d - d0) != best.c0 and same_words(view, work, d, d + count, c, c + count):
                head = head_beside(view, work, d0, d, low, c)
                tail = tail_beside(view, work, d + count, d1, c + count, high)
                pairs = within_verses(view, work, as_written([*head, *in_a_row(d, d + count, c), *tail]))
                if pairs[0].c0 < pairs[0].c1 and pairs[-1].c0 < pairs[-1].c1:  # words put in at an end say nothing of the place
                    best = _nearer(view, work, best, judge_pairs(judge, view, pairs))
    return best


def _anchors(view: TextView, work: Work, d0: int, d1: int) -> Iterator[tuple[int, int]]:
    """The fewest words at either end of words d0..d1 that stand in few places: the first of them, and how many they are."""
    for from_end in (False, True):
        for count in range(ANCHOR, d1 - d0):
            d = d1 - count if from_end else d0
            if len(work.standing(view.letters[view.first[d] : view.first[d + count]])) <= MAX_PLACES:
                yield d, count
                break


def but_for_conjunction(judge: Judge, view: TextView, best: Judgement) -> Judgement:
    """The judgement at a place that has all the words but for a «و» or «ف» before the first, which who quotes leaves out or puts there."""
    work, d0, d1 = judge.work, best.d0, best.d1
    letters = view.letters[view.first[d0] : view.first[d1]]
    forms = [bytes((lead,)) + letters for lead in CONJUNCTIONS] + ([letters[1:]] if letters[0] in CONJUNCTIONS and len(view.skeleton(d0)) > 1 else [])
    for c0 in chain.from_iterable(work.standing(form)[:MAX_PLACES] for form in forms):
        if c0 + d1 - d0 <= work.limits_of(c0)[1] and same_words(view, work, d0 + 1, d1, c0 + 1, c0 + d1 - d0):
            other = judge_pairs(judge, view, [Pair(d0, d0 + 1, c0, c0 + 1, False), *in_a_row(d0 + 1, d1, c0 + 1)])
            best = _nearer(view, work, best, other)
    return best
