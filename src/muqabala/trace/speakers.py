"""Who is wished peace: the Prophet, or another of whom a text speaks, an Imam or a prophet of old.

«عليه السلام» stands behind a name, and whoever it was said of last is meant by a bare «وقال عليه السلام:» further on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
import numpy.typing as npt

from muqabala.trace.asides import skeleton_of
from muqabala.trace.view import TextView

PROPHET = "النبي|رسول|الرسول|نبي|نبينا|المصطفى|حبيبنا|رسولنا|نبيه|رسوله"
"""Words for the Prophet."""
Words = npt.NDArray[np.intp]

_PROPHET = frozenset(map(skeleton_of, PROPHET.split("|")))
_MUHAMMAD, _GOD, _SERVANT = skeleton_of("محمد"), skeleton_of("الله"), skeleton_of("عبد")
_SON = frozenset(map(skeleton_of, ("بن", "ابن")))
_NO_NAMES = frozenset(
    skeleton_of(lead + word)
    for words, leads in (("قال يقول قوله قول", ("", "و", "ف", "ب", "ك", "ل")), ("كان هو أن أنه له عنه منه إليه كلامه حديثه", ("", "و")))
    for word in (*words.split(), "الكريم", "الأكرم", "الأمين")
    for lead in leads
)
"""Words before the wish of peace that name nobody: «وقال عليه السلام», «لقوله عليه السلام»."""


def of_others(view: TextView, wishes: Words) -> tuple[Words, Words]:
    """Of the words with which wishes of peace begin, those behind the Prophet's name, and those behind somebody else's."""
    whose = [_whose(view, at) for at in wishes.tolist()]
    return wishes[[mine is True for mine in whose]], wishes[[mine is False for mine in whose]]


def _whose(view: TextView, at: int) -> bool | None:
    """Whether the name before word `at` is the Prophet's; None where no name stands there."""
    before, name = (view.skeleton(d) if d >= 0 else b"" for d in (at - 2, at - 1))
    if name in _PROPHET or (name == _MUHAMMAD and before not in _SON):
        return True
    if name == _GOD:
        return True if before in _PROPHET else False if before == _SERVANT else None
    return None if not name or name in _NO_NAMES else False


def last_is_another(view: TextView, d: int, his: Words, others: Words) -> bool:
    """Whether the last before word d, in its document, of whom a text speaks with a wish is not the Prophet, given the words with which wishes for
    him and for others begin."""
    first = view.documents[bisect_right(view.documents, view.starts[d]) - 1]
    last = [int(wishes[at - 1]) if (at := bisect_left(wishes, d)) else -1 for wishes in (his, others)]
    return last[1] > last[0] and view.starts[last[1]] >= first
