"""Borders: where marks close and others open, and the writer says between them that these are two: «﴿…﴾ و﴿…﴾», or an item of a list each.

Verses that stand side by side in the source are two quotations there, and his conjunction is no word of theirs. Nor is what a reference in
brackets has, «… المؤمنون﴾ [المؤمنون: 1]»: what it stands behind ends there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from muqabala.text.fold import DIGITS
from muqabala.trace.matching.align import Pair
from muqabala.trace.references.references import find_references
from muqabala.trace.written.brackets import brackets, fills_quotation_marks
from muqabala.trace.written.view import TextView

_VOWELS = "[\u064b-\u0652\u0640]{0,2}"
_CONJUNCTION = rf"(?:و{_VOWELS}|أ{_VOWELS}و{_VOWELS}|ثم{_VOWELS})"
_ITEM = rf"\n\s{{0,8}}(?:[-–—*•●▪◦]|[{DIGITS}]{{1,3}}[.)\-–])"
_REFERENCE = r"(?:[\[(][^\[\]()\n]{1,60}[\])][\s.،؛*]{0,4})?"
_CLOSING = '﴾}»”")'
_BORDER = re.compile(
    rf"(?:[﴾}}»”\"]|(?<![{DIGITS}])(?<![{DIGITS}]\s)\))[^\S\n]{{0,3}}[.،؛*]{{0,4}}[^\S\n]{{0,3}}{_REFERENCE}(?:{_CONJUNCTION}|{_ITEM})[\s*]{{0,4}}[﴿{{(«“\"]"
)
"""A mark that closes, perhaps a reference, and the writer's conjunction or the sign of the next item, and a mark that opens."""

_OPENED, _CLOSED = re.compile(r"[(\[]\s?(?:سور[ةه]\s{0,2}:?\s?)?\Z"), re.compile(r"\s?[)\]]")
"""What stands right before and behind a reference that is all that brackets hold."""

_CLOSES, _OPENS = re.compile(rf"\s?[{_CLOSING}]"), re.compile(r"[﴿{(«“\"][^\S\n]?\Z")
_PARTED = re.compile(rf"\A\s?[{_CLOSING}][\s.،؛*–—-]*[﴿{{(«“\"][^\S\n]?\Z")
"""Marks that close right behind a word and open right before the next."""
_CLOSES_INSIDE = re.compile('[﴾}»”"]')
BEFORE, AROUND = 12, 3
"""Characters before a reference in which its bracket opens; and pairs of marks that may stand around a word."""
Border = tuple[int, int]
"""The words (from, to) between what closes and what opens: the conjunction and those of a reference, or none."""


@lru_cache(maxsize=2)
def _borders(view: TextView) -> list[Border]:
    """All borders of a text; kept, because several stages ask for those of the text at hand."""
    likely = (_BORDER.match(view.text, at) for at in view.offsets(_CLOSING).tolist())
    return [(bisect_left(view.starts, found.start()), bisect_left(view.starts, found.end())) for found in likely if found is not None]


def crossed(view: TextView, d0: int, d1: int) -> list[Border]:
    """The borders on both sides of which some of words d0..d1 stand."""
    found = _borders(view)
    return [border for border in found[bisect_right(found, (d0, d1)) : bisect_left(found, (d1, 0))] if d0 < border[0] and border[1] < d1]


@lru_cache(maxsize=2)
def _references(view: TextView) -> list[Border]:
    """The words of each reference to a verse that is all that brackets hold; kept, as the borders are."""
    words = list[Border]()
    for r in find_references(view):
        opened = _OPENED.search(view.text, max(0, r.start - BEFORE), r.start)
        inside = view.text[r.start : r.end]
        if opened and not (r.doubtful or r.whole) and _CLOSED.match(view.text, r.end) and "(" not in inside and "[" not in inside:
            words.append((bisect_left(view.starts, opened.start()), bisect_left(view.starts, r.end)))
    return words


def references_among(view: TextView, d0: int, d1: int) -> list[Border]:
    """The references in brackets of which some word is among d0..d1."""
    found = _references(view)
    return [span for span in found[bisect_left(found, d0, key=itemgetter(1)) : bisect_left(found, (d1, 0))] if span[1] > d0]


def is_reference(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 are those of a reference in brackets."""
    return any(low <= d0 and d1 <= high for low, high in references_among(view, d0, d1))


def parted(view: TextView, d0: int, d1: int) -> bool:
    """Whether a mark closes right before words d0..d1, which may be none, and one opens right behind them: they are the writer's own."""
    if not 0 < d0 <= d1 < len(view.starts):
        return False
    before = view.text[view.ends[d0 - 1] : view.starts[d0]]
    if d0 == d1:
        return _PARTED.search(before) is not None
    signs = _CLOSES.match(before) is not None and _OPENS.search(view.text[view.ends[d1 - 1] : view.starts[d1]]) is not None
    return signs and not fills_quotation_marks(view, d0, d1)  # «لينوء "ليقوم" فأغمي عليه»


def between_marks(view: TextView, d0: int, d1: int) -> list[Border]:
    """The words of words d0..d1 that stand between marks which hold all others, «يرحمك الله»، ويجيب هو: «يهديكم الله»; none where they are not so, or
    other marks hold all of them."""
    first, last = view.starts[d0], view.ends[d1 - 1]
    spans = brackets(view) if _CLOSES_INSIDE.search(view.text, first, last) else ()
    at = bisect_right(spans, first, key=itemgetter(0))
    around = [span for span in spans[max(0, at - AROUND) : at] if span[1] > first]
    if not around or any(end >= last for _, end in around):
        return []
    found, (_, end) = list[Border](), around[-1]
    for start, close in spans[at:]:
        if start >= last:
            break
        if start > end:
            found.append((bisect_left(view.starts, end), bisect_left(view.starts, start)))
            end = close
    return [(low, high) for low, high in found if low < high] if end >= last else []


def begins_at(view: TextView, d: int) -> bool:
    """Whether word d is the first behind a border, or behind a reference in brackets."""
    return any((at := bisect_right(found, (d, d))) > 0 and found[at - 1][1] == d for found in (_borders(view), _references(view)))


def ends_at(view: TextView, d: int) -> bool:
    """Whether word d is the first that is not before a border, or not before a reference in brackets."""
    return any((at := bisect_left(found, (d, 0))) < len(found) and found[at][0] == d for found in (_borders(view), _references(view)))


def cut_at(pairs: Sequence[Pair], borders: Sequence[Border]) -> list[list[Pair]]:
    """Pairs of words cut at some borders, what stands in these left out; a word that was taken together with one of them stands alone."""
    pieces = [list(pairs)]
    for low, high in borders:
        rest = pieces.pop()
        before = [p for p in rest if p.d1 <= low]
        behind = [p if p.d0 >= high else p._replace(d0=high, same=False) for p in rest[len(before) :] if p.d1 > high]
        pieces += [before, behind]
    return [piece for piece in pieces if piece]
