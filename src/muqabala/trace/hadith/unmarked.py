"""Sayings that neither marks nor a colon set off from the words that announce them: «وقال ﷺ إن من البيان لسحرا».

Nobody knows how far such a one goes, or whether it is the Prophet's words at all: «وقال ﷺ ذلك». So only its first words are looked at, as many
as stand in the books letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from muqabala.canon.work import Work
from muqabala.text.compare import compare
from muqabala.trace.announced.announcements import behind_wishes
from muqabala.trace.announced.cues import break_after
from muqabala.trace.announced.sayings import MAX_OPEN_WORDS, Saying
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.hadith.comment import quoted_before
from muqabala.trace.hadith.dialogue import opens_speech
from muqabala.trace.hadith.enough import FEW, OPEN_BITS, PAIR_BITS
from muqabala.trace.matching.accept import content
from muqabala.trace.matching.align import CONJUNCTIONS, Pair, whole_words
from muqabala.trace.written.asides import skeleton_of, skeletons_of
from muqabala.trace.written.view import TextView

LEAST, PLACES = 4, 12
"""Words of such a saying; and the places with its letters that are looked at."""
_SAID = SAID | {skeleton_of("قلنا")}
_CALLS = skeletons_of(("يا", "أيها", "والله", "والذي"))
"""Words with which he calls somebody, or swears."""
_OF = skeleton_of("في")
_COLON = re.compile(r"\s?:")


def unmarked(view: TextView, work: Work) -> Iterator[Saying]:
    """Sayings right behind a wish for the Prophet, who is named as the speaker, as far as they stand in the books, where that says enough."""
    for cue, d0 in behind_wishes(view):
        count, c0, _ = whole_words(view, work, d0, min(d0 + MAX_OPEN_WORDS, len(view.starts)))
        count = min(count, int(work.passage_first[work.passage_view[c0] + 1]) - c0)
        if count < LEAST or view.skeleton(d0) == _OF or view.skeleton(d0 + count - 1) in SAID or _COLON.match(view.text, view.ends[d0 + count - 1]):
            continue  # «قال ﷺ لعمر رضي الله عنه: …», «يقول ﷺ في كذا»
        pairs = [Pair(d0 + i, d0 + i + 1, c0 + i, c0 + i + 1, True) for i in range(count)]
        over = break_after(view, d0 + count, view.ends[d0 + count - 1])
        if min(work.bits(c0, c0 + count), content(work, pairs)) >= OPEN_BITS and _stands(view, work, d0, d0 + count, over):
            yield Saying(d0, d0 + count, False, cue, True, -1)


def few_words(view: TextView, work: Work, saying: Saying) -> int | None:
    """How many words of a sentence of the Prophet's, from its first, are a saying in the books, before the writer's own; 0 where they are two that
    say too little, None where there are none. Whoever is called or what is sworn by first says nothing of what follows."""
    if not saying.himself or view.skeleton(saying.d0) in _CALLS:
        return None
    counts = (n for n in quoted_before(view, work, saying.d0, saying.d1) if n >= FEW)
    count = next((n for n in counts if _stands(view, work, saying.d0, saying.d0 + n, False)), None)
    letters = view.letters[view.first[saying.d0] : view.first[saying.d0 + count]] if count else b""
    return 0 if count == FEW and work.bits(c0 := work.standing(letters)[0], c0 + FEW) < PAIR_BITS else count


def _stands(view: TextView, work: Work, d0: int, d1: int, over: bool) -> bool:
    """Whether words d0..d1 begin a speech somewhere, in an accepted spelling, and are over there, unless the text shows that they are `over`."""
    count = d1 - d0
    places = work.standing(view.letters[view.first[d0] : view.first[d1]])[:PLACES]
    whole = (c0 for c0 in places if opens_speech(work, c0) and (over or _ends(work, c0 + count)))
    return any(all(_as_written(view.word(d0 + i), work.words[c0 + i]) for i in range(count)) for c0 in whole)


def _ends(work: Work, c1: int) -> bool:
    """Whether a report, or a clause of it, ends before word c1 of a work: the next begins with «و», «ف» or «قال»."""
    return c1 == work.passage_first[work.passage_view[c1 - 1] + 1] or work.skeleton(c1)[0] in CONJUNCTIONS or work.skeleton(c1) in _SAID


def _as_written(written: str, source: str) -> bool:
    found = compare(written, source, True)
    return found.letters != "different" and not found.contradictions
