"""Numbers of verses that head the lines below the name of their sura: «سورة الكهف», and below it «الآية 10: …» or «(10) …».

A number alone may be that of an item: only a verse that it fits makes it a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from muqabala.canon.suras import VERSES, sura_named
from muqabala.text.fold import DIGITS
from muqabala.trace.references.labels import places
from muqabala.trace.references.naming import NAME, Reference
from muqabala.trace.written.view import SEPARATOR, TextView

_HEADING = re.compile(
    rf"[ \t]*(?:\#{{1,6}}[ \t]*)?[*_]{{0,3}}(?:[{DIGITS}]{{1,3}}[ \t]?[.)-][ \t]?)?"
    rf"(?:و?(?:من|في|آيات من|تفسير)[ \t])?سور[ةه][ \t]{{1,2}}(?P<name>{NAME})"
    r"[ \t]?[*_]{0,3}[ \t]?:?[ \t]?[*_]{0,3}[ \t]*$",
    re.MULTILINE,
)
"""A line that is the name of a sura and no more."""
_NUMBERS = rf"(?P<first>[{DIGITS}]{{1,3}})(?:[ \t]?[-–—][ \t]?(?P<last>[{DIGITS}]{{1,3}}))?"
_ITEM = re.compile(
    rf"[ \t>]*(?:\#{{1,6}}[ \t]*)?(?:[-–—*•●▪][ \t])?[*_]{{0,3}}"
    rf"(?:(?P<called>(?:ال)?[آا]ي(?:ة|ه|ات)[ \t]?(?:رقم[ \t]?)?[(\[]?[ \t]?{_NUMBERS}[ \t]?[)\]]?)[ \t]?[*_]{{0,3}}[ \t]?[:–—-]"
    rf"|[(\[﴿][ \t]?(?P<alone>{_NUMBERS.replace('first', 'one').replace('last', 'other')})[ \t]?[)\]﴾][*_ \t]*(?=[\u0621-\u064a«\"“﴿{{]))"
)
MOST_LINES = 120
"""Lines below a heading that are looked at."""
_ENDS = SEPARATOR.strip()[:3]


def listed(view: TextView) -> Iterator[Reference]:
    """The references that lines below the names of suras begin with."""
    text, behind = view.plain.text, -1
    for at in places(text, "سور"):
        begin = text.rfind("\n", 0, at) + 1
        heading = _HEADING.match(text, begin) if begin > behind else None
        sura = sura_named(heading["name"]) if heading is not None else None
        if heading is not None and sura is not None:
            behind = begin
            yield from _items(view, heading.end() + 1, sura)


def _items(view: TextView, at: int, sura: int) -> Iterator[Reference]:
    """The references of the lines from some offset on, up to the next heading."""
    text, offset = view.plain.text, view.plain.offset
    for _ in range(MOST_LINES):
        if at >= len(text) or text.startswith(_ENDS, at) or _HEADING.match(text, at):
            return
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        item = _ITEM.match(text, at, end)
        if item is None and text.startswith("#", at):
            return
        if item is not None:
            part, one, other = ("called", "first", "last") if item["called"] else ("alone", "one", "other")
            first, last = int(item[one]), int(item[other] or item[one])
            if 1 <= first <= last <= VERSES[sura - 1]:
                start, stop = item.span(part)
                yield Reference(offset(start), offset(stop), sura, first, last, doubtful=part == "alone", listed=True)
        at = end + 1
