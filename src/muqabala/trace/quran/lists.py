"""Lists: items that end in a reference to a verse, and cells of a column of verses. Where most of them are verses word by word, the others are meant
as such, too; without marks a single one may as well be the writer's own words on a verse."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from muqabala.text.fold import DIGITS
from muqabala.trace.announced.lines import MAX_WORDS, before_reference
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.accept import Found
from muqabala.trace.references.fields import verse_cells
from muqabala.trace.references.naming import Reference
from muqabala.trace.written.brackets import OPENS
from muqabala.trace.written.view import TextView

Words = tuple[int, int]
"""Words d0..d1, half-open."""
LEAST, LEAST_ASKED, WHOLE, MOSTLY = 4, 5, 2, 0.6
"""Words of an item that may be a verse, and of one that is asked for; verses word by word that such a list has at least; and the share of the words
of an item, in what was found of it, from which it is most of one."""
REACH = 1_200
"""Characters before a reference in which the line begins that it ends."""
_ITEM = re.compile(rf"[ \t]*(?:[-–—*•●▪◦]|[(\[]?[{DIGITS}]{{1,3}}[.)\]\-–—])(?!\S*\s*$)")
"""What begins an item of a list."""
_BEFORE_REFERENCE, _BEHIND = re.compile(r"[(\[]\s{0,2}(?:سور[ةه]\s)?\s{0,2}$"), re.compile(r"\s{0,2}[)\]][\s.،؛*_]{0,4}(?:\n|\Z)")
"""The brackets around a reference that ends a line."""
_SIGNS = frozenset(":|")
_BETWEEN = " \t\r\n.،؛*_)]"
"""What stands between a reference and the next item."""


def unlike_the_others(view: TextView, references: Sequence[Reference], found: Sequence[Found], windows: Sequence[Window]) -> list[Window]:
    """Of lists and columns of verses the items of which nothing, or not all, was found, though most are verses; none that `windows` hold already."""
    accepted = [f.judgement for f in found if not f.held_back]
    begins = [judgement.d0 for judgement in accepted]
    odd, places = list[Window](), [(r.start, r.end) for r in references if r.start < r.end and not (r.doubtful or r.whole)]
    for items in (*_lists(view, places), *verse_cells(view, places)):
        inside = [accepted[bisect_left(begins, d0) : bisect_left(begins, d1)] for d0, d1 in items]
        covered = [sum(min(j.d1, d1) - j.d0 for j in judgements) / (d1 - d0) for (d0, d1), judgements in zip(items, inside, strict=True)]
        right = [share == 1 and not any(j.wrong_words for j in judgements) for share, judgements in zip(covered, inside, strict=True)]
        if sum(right) < WHOLE or 2 * sum(share >= MOSTLY for share in covered) <= len(items):
            continue
        asked = (item for item, share in zip(items, covered, strict=True) if share < 1 and item[1] - item[0] >= LEAST_ASKED)
        odd += [Window(d0, d1, True, False, True, line=True) for d0, d1 in asked]
    taken = [window.d0 for window in windows]
    return [w for w in odd if not any(other.d1 > w.d0 for other in windows[max(0, bisect_left(taken, w.d0) - 1) : bisect_left(taken, w.d1)])]


def _lists(view: TextView, references: Sequence[tuple[int, int]]) -> Iterator[list[Words]]:
    """The items that end in a reference in brackets and have no other marks, list by list."""
    items, last = list[Words](), -1
    for start, end in references:
        line = view.text.rfind("\n", max(0, start - REACH), start) + 1
        item = _item(view, line, start, end)
        if items and (item is None or view.text[last:line].strip(_BETWEEN)):
            yield items
            items = []
        if item is not None:
            items.append(item)
            last = end
    if items:
        yield items


def _item(view: TextView, line: int, start: int, end: int) -> Words | None:
    """What stands between the sign of an item, at raw offset `line`, and a reference in brackets that ends that line; None where they do not."""
    sign = _ITEM.match(view.text, line, start)
    if sign is None or _BEFORE_REFERENCE.search(view.text, max(line, start - 12), start) is None or _BEHIND.match(view.text, end) is None:
        return None
    d0 = bisect_left(view.starts, sign.end())
    d1 = before_reference(view, d0, start)
    said = view.text[view.starts[d0] : view.ends[d1 - 1]]
    return (d0, d1) if LEAST <= d1 - d0 <= MAX_WORDS and _SIGNS.isdisjoint(said) and not OPENS.search(said) else None
