"""A negation left out right before the first word of a quotation: «تقربوا الصلاة وأنتم سكارى» says the opposite of «لا تقربوا الصلاة …».

Who quotes a part of a verse or of a saying begins where he likes, but not between «لا», «لم» or «لن» and the verb that it denies.
"""

from __future__ import annotations

from dataclasses import replace

from muqabala.canon.work import Work
from muqabala.text.marks import KASRA, bare, letters_of
from muqabala.trace.align import Pair
from muqabala.trace.asides import elided
from muqabala.trace.judge import Judge, Judgement, judge_pairs
from muqabala.trace.view import TextView

LEAST, SIGN = 3, 6
"""Words by which it is known where a quotation begins; and characters before it in which a sign of elision may stand."""
_NEGATIONS = frozenset(lead + word for lead in ("", "و", "ف") for word in ("لا", "لم", "لن"))
_ANY = _NEGATIONS | {"ما", "وما", "فما", "غير", "بغير", "ليس", "وليس"}
"""Words before the marks with which the writer denies it himself: «ولا «تقربوا …»»."""
_IMPERFECT = frozenset("أتني")
"""First letters of a verb that these words deny."""


def with_negation(judge: Judge, view: TextView, judgement: Judgement) -> Judgement:
    """A quotation that is right but for a negation before its first word, as one that leaves it out; any other as it is.

    The quotation begins where what announces it ends. It is right where its words, or else its first ones, stand anywhere without a
    negation before them.
    """
    work, d0, c0 = judge.work, judgement.d0, judgement.c0
    if judgement.verdict not in ("verbatim", "spelling") or judgement.d1 - d0 < LEAST or not _denies(work, c0):
        return judgement
    if elided(view, view.starts[d0] - SIGN if view.starts[d0] > SIGN else 0, view.starts[d0]) or (d0 and bare(view.word(d0 - 1)) in _ANY):
        return judgement
    whole, first = (work.standing(view.letters[view.first[d0] : view.first[d]]) for d in (judgement.d1, d0 + LEAST))
    if not all(_denies(work, place) for place in whole or first):
        return judgement
    told = judge_pairs(judge, view, [Pair(d0, d0, c0 - 1, c0, False), *judgement.pairs])
    return replace(told, start=judgement.start)


def _denies(work: Work, c: int) -> bool:
    """Whether a negation stands before a word of the work that is a verb which it denies, in one passage; «لِمَ» asks, and is none."""
    if not c or work.plain[c - 1] not in _NEGATIONS or work.passage_view[c - 1] != work.passage_view[c]:
        return False
    return work.plain[c][:1] in _IMPERFECT and not any(KASRA in letter.vowels for letter in letters_of(work.words[c - 1]))
