"""The last word of a saying without marks, where it was changed: what was found ends before it, and the rest was reported as right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from muqabala.trace.announced.announcements import begins_speech
from muqabala.trace.hadith.told import AS_TOLD, Told
from muqabala.trace.matching.align import Pair, differ_by_conjunction, share, similarity
from muqabala.trace.matching.ends import ONE_WORD
from muqabala.trace.matching.judge import Judge, judge_pairs
from muqabala.trace.written.view import TextView

LEAST, BEFORE = 3, 2
"""Letters by which a changed word is known, at least; and words before it with which it may stand in another book."""
_OVER = re.compile(r"[ \u00a0]?(?:[.؟!\n]|\Z)")
"""The end of a sentence."""


def with_last_word(judge: Judge, view: TextView, told: Told, standing: Callable[[TextView, int, int], Sequence[int]]) -> Told:
    """A right saying of the Prophet that nothing encloses with the word between it and the end of its sentence, where that is the source's next word
    in another form and no book has it there; any other as it is. `standing` gives the places of words d0..d1 of a text."""
    work, j, d, saying = judge.work, told.judgement, told.d1, told.saying
    spoken = saying.himself and not saying.enclosed if saying is not None else begins_speech(view, told.d0)
    if j is None or told.mixed or j.verdict not in AS_TOLD or not spoken:
        return told
    passage, c = work.passage_view[j.c0], j.c1
    if d >= len(view.starts) or c >= work.passage_first[passage + 1] or view.text[view.ends[d - 1] : view.starts[d]].strip():
        return told
    x, y = view.skeleton(d), work.skeleton(c)
    changed = x != y and min(len(x), len(y)) >= LEAST and similarity(x, y) >= ONE_WORD and not differ_by_conjunction(x, y)
    if not changed or _OVER.match(view.text, view.ends[d]) is None or standing(view, max(told.d0, d - BEFORE), d + 1):
        return told
    whole = judge_pairs(judge, view, [*j.pairs, Pair(d, d + 1, c, c + 1, False)])
    return replace(told, d1=d + 1, judgement=whole, share=share(view, whole.pairs))
