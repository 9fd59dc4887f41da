"""Where a hadith that nothing encloses begins: behind the words that announce it, which its source may have, too."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.accept import content
from muqabala.trace.align import Pair, pair_words
from muqabala.trace.announcements import speeches, wishes
from muqabala.trace.asides import skeleton_of
from muqabala.trace.dialogue import SAID
from muqabala.trace.enough import FREE_BITS
from muqabala.trace.sayings import Saying
from muqabala.trace.versions import OPENERS
from muqabala.trace.view import TextView

_FIRST = attrgetter("d0")
_GOD = skeleton_of("الله")
_TELLS = frozenset(map(skeleton_of, ("سمعت", "سمع", "أنه")))
"""Words before a speech that say nothing of it."""


def without_lead(view: TextView, work: Work, pairs: list[Pair], sayings: Sequence[Saying]) -> list[Pair]:
    """Pairs from the last saying on, of the Prophet's or one of some that were found, before which only words of chains and honorifics stand among
    them: these announce it. What says enough for itself does not begin in the midst of a wish, either."""
    if not pairs:
        return pairs
    for d0 in sorted({*_begun(view, pairs, sayings), *_behind_its_wish(view, work, pairs)}, reverse=True):
        at = next(i for i, p in enumerate(pairs) if p.d1 > d0)
        if not content(work, [p for p in pairs[:at] if view.skeleton(p.d0) not in _TELLS]):
            across = pairs[at]
            head = pair_words(view, work, d0, across.d1, across.c0, across.c1) if across.d0 < d0 else [across]
            return from_first_word(view, [*head, *pairs[at + 1 :]])
    return pairs


def _begun(view: TextView, pairs: Sequence[Pair], sayings: Sequence[Saying]) -> Iterator[int]:
    """First words of the sayings that begin among some pairs, but for the first."""
    low, high, spoken = pairs[0].d0, pairs[-1].d1, speeches(view)
    yield from (s.d0 for s in sayings[bisect_right(sayings, low, key=_FIRST) : bisect_left(sayings, high, key=_FIRST)])
    yield from spoken[bisect_right(spoken, low) : bisect_left(spoken, high)]


def _behind_its_wish(view: TextView, work: Work, pairs: Sequence[Pair]) -> Iterator[int]:
    """The first word behind the wish for the Prophet in the midst of which some pairs begin, if they say enough; a sign for one is no word."""
    low, wished = pairs[0].d0, wishes(view)
    for at, d0 in wished[max(0, bisect_right(wished, low, key=itemgetter(0)) - 1) :][:1]:
        if at <= low < d0 < pairs[-1].d1 and d0 > at + 1 and content(work, pairs) >= FREE_BITS:
            yield d0


def from_first_word(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs from the first word on that the source has, but for a narrator's «قال» before a speech; «قال الله» is what is told."""
    begins = (i for i, p in enumerate(pairs) if p.same and (view.skeleton(p.d0) not in SAID or view.skeletons(p.d1, p.d1 + 1) == [_GOD]))
    return pairs[next(begins, len(pairs)) :]


def begins_with_particle(view: TextView, d0: int) -> bool:
    """Whether word d0 stands before what the Prophet says and may belong to who tells it: «قال ﷺ إن لكل نبي حواريا»."""
    return bare(view.word(d0)) in OPENERS and d0 in speeches(view)
