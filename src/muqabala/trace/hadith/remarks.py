"""What the compiler of a book says behind a report is no part of it: «قال أبو عيسى: هذا حديث حسن صحيح», «وفي الباب عن أبي هريرة»."""

from __future__ import annotations

from bisect import bisect_left

from muqabala.canon.work import Work
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.matching.align import Pair, beside_none
from muqabala.trace.written.asides import skeleton_of, skeletons_of

_BEGIN = {
    book: [skeleton_of(words).replace(b"\0", b"") for words in phrases]
    for book, phrases in {
        "tirmidhi": ["قال أبو عيسى", "وفي الباب عن", "هذا حديث حسن", "قال هذا حديث"],
        "malik": ["قال مالك"],
        "darimi": ["قال أبو محمد"],
    }.items()
}
"""The words with which compilers begin their remarks, by their books; they name themselves by their kunyas. Others' kunyas are Companions', too,
and behind «قال أبو داود» mostly another version follows."""

_BEFORE_SPEECH = SAID | skeletons_of(("أن", "وسلم"))


def remark_in(work: Work, passage: int) -> int:
    """The first word of the compiler's remark in a passage, and the word behind its last where it has none."""
    first, end = int(work.passages.matn[passage]) + 1, int(work.passage_first[passage + 1])
    places = (work.standing(letters) for letters in _BEGIN.get(work.book(passage).name, ()))
    return min((there[at] for there in places if (at := bisect_left(there, first)) < len(there) and there[at] < end), default=end)


def is_remark(work: Work, c0: int) -> bool:
    """Whether word c0 stands in a compiler's remark and begins no speech there: in «وقد روي أن النبي قال ويل للأعقاب» he hands one down."""
    return c0 >= remark_in(work, work.passage_view[c0]) and work.skeleton(c0 - 1) not in _BEFORE_SPEECH


def without_remark(work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs up to the compiler's remark, where they begin before it; what stands beside the remark and is none of its words stands beside nothing."""
    remark = remark_in(work, work.passage_view[pairs[0].c0])
    if remark <= pairs[0].c0 or pairs[-1].c1 <= remark:
        return pairs
    kept, over = [p for p in pairs if p.c1 <= remark], [p for p in pairs if p.c1 > remark]
    if not kept:
        return pairs
    return kept if any(p.same for p in over) else [*kept, *beside_none(over[0].d0, over[-1].d1, kept[-1].c1)]
