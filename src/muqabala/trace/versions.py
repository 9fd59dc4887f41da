"""Versions of one saying: what several passages of the books show together of a wording that none of them has as a whole.

A hadith is handed down in many wordings, and who quotes from memory takes a word from one and a word from another. Each word is
then the source's, beside the neighbour that it has there; only the whole is in no book.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from muqabala.trace.align import Pair
from muqabala.trace.asides import is_honorific, skeleton_of
from muqabala.trace.view import TextView

_NARRATORS = frozenset(skeleton_of(w) for w in ("قال", "يعني"))
"""Words of a narrator that stand inside a report and are no part of the saying."""
_HIS_FAMILY = frozenset(skeleton_of(w) for w in ("وآله", "وعلى آله", "وصحبه", "وآله وصحبه", "وعلى آله وصحبه"))
"""What an honorific of the Prophet may add."""


def free_in_text(skeletons: bytes) -> bool:
    """Whether words that only the text has, joined by a zero byte, make no difference: an honorific, or what one adds."""
    return is_honorific(skeletons) or skeletons in _HIS_FAMILY


def free_in_source(skeletons: bytes) -> bool:
    """Whether words that only the source has make no difference: an honorific, or a narrator's «قال» or «يعني» within the report."""
    return is_honorific(skeletons) or skeletons in _HIS_FAMILY or _NARRATORS.issuperset(skeletons.split(b"\0"))


def mixes(view: TextView, versions: Sequence[Iterable[Pair]], d0: int, d1: int) -> bool:
    """Whether each two neighbouring words of words d0..d1 stand side by side in one of the versions, given as pairs with the text."""
    joined: set[int] = set()
    for pairs in versions:
        before: Pair | None = None
        for pair in pairs:
            if pair.d0 == pair.d1 and pair.c0 == pair.c1:
                continue
            if pair.same:
                joined.update(range(pair.d0 + 1, pair.d1))
                if before is not None and before.same and before.c1 == pair.c0 and before.d1 == pair.d0:
                    joined.add(pair.d0)
            before = pair
    return joined.issuperset(range(d0 + 1, d1))
