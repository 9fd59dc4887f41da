"""A negation left out right before the first word of a saying: «يؤمن أحدكم حتى يحب لأخيه …» says the opposite of «لا يؤمن أحدكم …».

Who quotes a part of a saying begins where he likes, but not between «لا», «لم» or «لن» and the verb that it denies. (Of a verse every part is right:
commentators take up any words of it.)
"""

from __future__ import annotations

from dataclasses import replace

from muqabala.canon.work import Work
from muqabala.text.marks import KASRA, bare, letters_of
from muqabala.trace.align import Pair
from muqabala.trace.announcements import begins_speech
from muqabala.trace.asides import elided
from muqabala.trace.judge import Judge, judge_pairs
from muqabala.trace.told import Told
from muqabala.trace.view import TextView

LEAST, SIGN = 3, 6
"""Words by which it is known where a quotation begins; and characters before it in which a sign of elision may stand."""
_NEGATIONS = frozenset(lead + word for lead in ("", "و", "ف") for word in ("لا", "لم", "لن"))
_ANY = _NEGATIONS | {"ما", "وما", "فما", "غير", "بغير", "ليس", "وليس"}
"""Words before the marks with which the writer denies it himself: «ولا «تقربوا …»»."""
_IMPERFECT = frozenset("أتني")
"""First letters of a verb that these words deny."""


def with_negation(judge: Judge, view: TextView, told: Told) -> Told:
    """A saying of the Prophet that is right but for a negation before its first word, as one that leaves it out; any other as it is.

    It begins where what announces it ends. It is right where its words, or else its first ones, stand anywhere without a negation before them.
    """
    work, judgement = judge.work, told.judgement
    if (
        judgement is None
        or told.mixed
        or not (begins_speech(view, told.d0) if told.saying is None else told.saying.prophet and told.d0 == told.saying.d0)
    ):
        return told
    d0, c0 = judgement.d0, judgement.c0
    if judgement.verdict not in ("verbatim", "spelling") or judgement.d1 - d0 < LEAST or not _denies(work, c0):
        return told
    if elided(view, max(0, view.starts[d0] - SIGN), view.starts[d0]) or (d0 and bare(view.word(d0 - 1)) in _ANY):
        return told
    whole, first = (work.standing(view.letters[view.first[d0] : view.first[d]]) for d in (judgement.d1, d0 + LEAST))
    if not all(_denies(work, place) for place in whole or first):
        return told
    left_out = judge_pairs(judge, view, [Pair(d0, d0, c0 - 1, c0, False), *judgement.pairs])
    return replace(told, judgement=replace(left_out, start=judgement.start))


def _denies(work: Work, c: int) -> bool:
    """Whether a negation stands before a word of the work that is a verb which it denies, in one passage; «لِمَ» asks, and is none."""
    if not c or work.plain[c - 1] not in _NEGATIONS or work.passage_view[c - 1] != work.passage_view[c]:
        return False
    return work.plain[c][:1] in _IMPERFECT and not any(KASRA in letter.vowels for letter in letters_of(work.words[c - 1]))
