"""Where a writer who quotes without marks goes on in his own words: «قال ﷺ: الحرب خدعة، وهذا …», «قوله تعالى: بالحق، أي …»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.asides import skeleton_of
from muqabala.trace.view import TextView

MOST_QUOTED = 8
"""Words that are looked for; more of them say enough for themselves."""
_PARTS = re.compile(r"[^\s*_]")
"""A sign between two words that parts them."""
_OWN = frozenset(
    skeleton_of(word)
    for words in ("أي يعني يريد معناه ومعناه قيل وقيل هذا وهذا هذه وهذه وهو وهي", "وذلك ولم ولهذا ولذلك ولأن ثم دليل وفيه")
    for word in words.split()
)
"""Words with which he begins them."""


def goes_on(view: TextView, d: int) -> bool:
    """Whether the writer's own words may begin with word d: behind a sign, with «أي», «وهذا», or with a «ف»."""
    if d >= len(view.starts) or _PARTS.search(view.text, view.ends[d - 1], view.starts[d]):
        return True
    return view.skeleton(d) in _OWN or bare(view.word(d)).startswith("ف")


def quoted_before(view: TextView, work: Work, d0: int, d1: int) -> Iterator[int]:
    """How many of words d0..d1, from the first, may be all that is quoted of a work: they stand there letter for letter, and the writer's own may
    begin behind them; the most first."""
    parts = (n for n in range(min(MOST_QUOTED, d1 - d0 - 1), 0, -1) if goes_on(view, d0 + n))
    return (n for n in parts if work.standing(view.letters[view.first[d0] : view.first[d0 + n]]))
