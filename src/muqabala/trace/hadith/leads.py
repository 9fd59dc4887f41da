"""Where a hadith that nothing encloses begins: behind the words that announce it, which its source may have, too."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter, itemgetter

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.announced.announcements import begins_speech, speeches, wishes
from muqabala.trace.announced.cues import break_after
from muqabala.trace.announced.sayings import Saying
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.hadith.comment import comments
from muqabala.trace.hadith.enough import FREE_BITS
from muqabala.trace.matching.accept import content
from muqabala.trace.matching.align import Pair, pair_words
from muqabala.trace.matching.judge import Judgement
from muqabala.trace.matching.versions import OPENERS
from muqabala.trace.written.asides import skeleton_of, skeletons_of
from muqabala.trace.written.view import TextView

_FIRST = attrgetter("d0")
LED = 3
"""Words behind the Prophet's name among which what he says begins: «أخبر ﷺ أن …»."""
_STOP = re.compile(r"(?<!\.)\.(?!\.)\s")
_GOD = skeleton_of("الله")
_TELLS = skeletons_of(("سمعت", "سمع", "أنه"))
"""Words before a speech that say nothing of it."""


def without_lead(view: TextView, work: Work, pairs: list[Pair], sayings: Sequence[Saying]) -> list[Pair]:
    """Pairs from the last of some sayings on before which only words of chains and honorifics stand among them: these announce it.

    What says enough for itself does not begin in the midst of a wish for the Prophet, either.
    """
    if not pairs:
        return pairs
    low, high = pairs[0].d0, pairs[-1].d1
    found = (s.d0 for s in _between(sayings, low, high))
    half = _behind_its_wish(view, low, high) if content(work, pairs) >= FREE_BITS else []
    for d0 in sorted({*found, *_spoken(view, low, high), *half}, reverse=True):
        at = next(i for i, p in enumerate(pairs) if p.d1 > d0)
        if not content(work, [p for p in pairs[:at] if view.skeleton(p.d0) not in _TELLS]):
            across = pairs[at]
            head = pair_words(view, work, d0, across.d1, across.c0, across.c1) if across.d0 < d0 else [across]
            return from_first_word(view, work, [*head, *pairs[at + 1 :]])
    return pairs


def _between(sayings: Sequence[Saying], low: int, high: int) -> Sequence[Saying]:
    """Those of some sayings that begin behind word low and before word high."""
    return sayings[bisect_right(sayings, low, key=_FIRST) : bisect_left(sayings, high, key=_FIRST)]


def _spoken(view: TextView, low: int, high: int) -> list[int]:
    """First words of what the Prophet says that stand behind word low and before word high."""
    begins = speeches(view)
    return begins[bisect_right(begins, low) : bisect_left(begins, high)]


def only_spoken(view: TextView, low: int, d0: int, sayings: Sequence[Saying]) -> bool:
    """Whether what begins with word d0 is what the Prophet says because it stands behind his name, which stands behind word low, and is none of some
    sayings."""
    return bool(_spoken(view, low, d0 + 1)) and not _between(sayings, low, d0 + 1)


def is_spoken(view: TextView, d0: int) -> bool:
    """Whether the Prophet speaks right before word d0, but for a particle or two."""
    return bool(_spoken(view, d0 - LED, d0 + 1))


def _behind_its_wish(view: TextView, low: int, high: int) -> list[int]:
    """The first word behind the wish for the Prophet in the midst of which word low stands, if it stands before word high; a sign is no word."""
    wished = wishes(view)
    nearest = wished[max(0, bisect_right(wished, low, key=itemgetter(0)) - 1) :][:1]
    return [d0 for at, d0 in nearest if at <= low < d0 < high and d0 > at + 1]


def from_first_word(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs from the first word on that the source has, but for a narrator's «قال» before a speech; with «قال الله» begins what is told of Him."""
    of_god = content(work, pairs) >= FREE_BITS
    for i, p in enumerate(pairs):
        if p.same and (view.skeleton(p.d0) not in SAID or (of_god and view.skeletons(p.d1, p.d1 + 1) == [_GOD])):
            return pairs[i:]
    return []


def without_last(view: TextView, judgement: Judgement) -> list[Pair]:
    """The pairs of a hadith that nothing encloses without the one or two words of a comment in which it ends and differs, «… قبل أن يجلس، أو كما
    قال»; no pairs where it ends in no such words."""
    pairs, changed = judgement.pairs, {e.start for e in judgement.edits if e.op in ("replace", "insert")}
    for count in (1, 2):
        d = pairs[-count].d0 if len(pairs) > count + 2 else 0
        if d and comments(view, d) and view.starts[d] in changed:
            return pairs[:-count]
    return []


def up_to_stop(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the last one or two words if a full stop stands before them and the sentence goes on: «… إنك حميد مجيد. اللهم أعز …»."""
    over = break_after(view, pairs[-1].d1, view.ends[pairs[-1].d1 - 1])
    for count in () if over else (1, 2):
        d = pairs[-count].d0 if len(pairs) > count + LED else 0
        if d and _STOP.search(view.text, view.ends[d - 1], view.starts[d]):
            return pairs[:-count]
    return pairs


def begins_with_particle(view: TextView, d0: int) -> bool:
    """Whether word d0 stands before what the Prophet says and may belong to who tells it: «قال ﷺ إن لكل نبي حواريا»."""
    return bare(view.word(d0)) in OPENERS and begins_speech(view, d0)
