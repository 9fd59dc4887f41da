"""Whether a hadith is told of: what it says by itself, where little or nothing announces it, and what the words around it say of it."""

from __future__ import annotations

from muqabala.canon.work import Work
from muqabala.trace.announced.sayings import in_a_book, is_missed
from muqabala.trace.announced.takhrij import only_grades
from muqabala.trace.hadith.remarks import is_remark
from muqabala.trace.hadith.told import AS_TOLD, Told
from muqabala.trace.matching.accept import content
from muqabala.trace.matching.judge import Judgement
from muqabala.trace.written.brackets import fills_quotation_marks, in_quotation_marks
from muqabala.trace.written.view import TextView

OPEN_BITS, FREE_BITS = 25.0, 60.0
"""Bits of an unenclosed saying, and of words that nothing announces."""
DIFFERS = 10.0
"""Bits that a differing word takes from the latter."""
WHOLE, MARKED_BITS = 5, 35.0
"""Words and bits of what quotation marks hold, at least, if all of it stands so in a book."""
FEW, PAIR_BITS = 2, 19.0
"""Words that may be an answer, or a word that is explained; and the bits that two say at least where they say where they are from."""


def is_told(view: TextView, work: Work, told: Told) -> bool:
    """Whether a hadith is told of. One that was found nowhere is if the words around it call it a hadith; what somebody else than the Prophet says
    with other words than a book, if it says enough by itself; one or two common words, if the Prophet speaks them or they are a whole report, and two
    if a book is named behind them. What a critic says of how sound a hadith is is none of it, nor what a compiler says behind one."""
    if only_grades(view, told.d0, told.d1):
        return False
    if told.judgement is not None and not in_quotation_marks(view, told.d0) and is_remark(work, told.judgement.c0):
        return False
    if told.saying is None or told.judgement is None:
        return told.judgement is not None or (told.saying is not None and is_missed(view, told.saying))
    if told.judgement.verdict not in AS_TOLD:
        return not told.saying.another or by_itself(view, work, told)
    if told.d1 - told.d0 > FEW or told.saying.prophet or _says_enough(work, told.judgement):
        return True
    return told.d1 - told.d0 == FEW and in_a_book(view, told.saying)


def by_itself(view: TextView, work: Work, told: Told) -> bool:
    """Whether what nothing announces says enough for itself; outside quotation marks a word that differs speaks against it. Less is enough of what
    they hold word for word: «المؤمن للمؤمن كالبنيان يشد بعضه بعضا»."""
    if told.judgement is None:
        return False
    if told.judgement.verdict in AS_TOLD and told.d1 - told.d0 >= WHOLE and fills_quotation_marks(view, told.d0, told.d1):
        return content(work, told.judgement.pairs) >= MARKED_BITS
    against = 0.0 if in_quotation_marks(view, told.d0) else DIFFERS * told.judgement.wrong_words
    return content(work, told.judgement.pairs) - against >= FREE_BITS


def _says_enough(work: Work, judgement: Judgement) -> bool:
    """Whether one or two words are a whole report, or two that say where they are from."""
    passage = work.passage_view[judgement.c0]
    if judgement.c0 <= work.passages.matn[passage] and judgement.c1 >= work.passage_first[passage + 1]:
        return True
    return judgement.d1 - judgement.d0 == FEW and work.bits(judgement.c0, judgement.c1) >= PAIR_BITS
