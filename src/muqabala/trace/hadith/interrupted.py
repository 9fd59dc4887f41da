"""A saying in a transcript, with the speaker's own words in its midst: «إذا باتت المرأة مهاجرة شوف يا أخي فراش زوجها …».

Words put in without a sign are comment there, as within verses: a speaker explains as he goes, much more often than he misremembers. Who writes has
signs for it, and other versions have other words.
One word may be either; it is his own where it is one that he says to those who listen, «انظر». A word that denies or excepts is none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from muqabala.canon.work import Work
from muqabala.trace.hadith.told import Told
from muqabala.trace.matching.accept import content
from muqabala.trace.matching.align import Pair
from muqabala.trace.matching.candidates import said_twice
from muqabala.trace.matching.parts import punctuated
from muqabala.trace.written.asides import skeleton_of
from muqabala.trace.written.brackets import in_quotation_marks
from muqabala.trace.written.view import TextView

LEAST, LEAST_BITS, LONGEST = 3, 15.0, 8
"""Words and bits of a part of a saying, at least, and words of what is put in between two, at most."""
_CALLS = frozenset(skeleton_of("انظر انظروا شوف شوفوا تأمل تأملوا لاحظ لاحظوا اسمع اسمعوا طيب نعم سبحان يعني أي").split(b"\0"))
"""Words with which a speaker turns to those who listen."""
_DENIES = frozenset(skeleton_of("لا ما لم لن ليس إلا غير سوى بغير أو بل").split(b"\0"))
"""Words that change what is said."""


def parts_of(view: TextView, work: Work, told: Told) -> list[list[Pair]]:
    """The pairs of each part of a hadith in which nothing differs but words of the speaker's own between them; none where it is no such."""
    j = told.judgement
    enclosed = told.saying is not None and told.saying.enclosed
    if j is None or j.verdict != "altered" or enclosed or in_quotation_marks(view, told.d0) or any(e.op in ("replace", "delete") for e in j.edits):
        return []
    if punctuated(view, j):
        return []
    runs = [(put_in, list(run)) for put_in, run in groupby(j.pairs, key=lambda p: p.c0 == p.c1 and not p.same)]
    parts, own = ([run for put_in, run in runs if put_in is kind] for kind in (False, True))
    whole = all(part[-1].d1 - part[0].d0 >= LEAST and content(work, part) >= LEAST_BITS for part in parts)
    return parts if len(parts) > 1 and whole and len(own) == len(parts) - 1 and all(_is_own(view, words) for words in own) else []


def _is_own(view: TextView, words: Sequence[Pair]) -> bool:
    """Whether words put in are the speaker's own."""
    d0, d1 = words[0].d0, words[-1].d1
    skeletons = view.skeletons(d0, d1)
    if view.is_said_again(d0, d1) or not _DENIES.isdisjoint(skeletons) or len(skeletons) > LONGEST:
        return False
    return skeletons[0] in _CALLS or (len(skeletons) > 1 and not any(said_twice(view, p.d0) for p in words))
