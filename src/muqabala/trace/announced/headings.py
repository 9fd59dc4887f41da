"""Headings that announce: «آيات قرآنية عن الصبر:», «## من الأحاديث الواردة», and below them items that begin with a quotation in marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from muqabala.text.fold import DIGITS
from muqabala.trace.written.brackets import FOR_QUOTATIONS, brackets
from muqabala.trace.written.view import TextView

_NUMBER = rf"(?:(?:[{DIGITS}]{{1,2}}|[أ-ي]|أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا)[ \t]?[.)\-–:،/][ \t]{{0,2}})?"
_SOME = r"(?:و?من[ \t])?(?:(?:أبرز|أهم|أشهر|بعض|مختارات[ \t]من)[ \t])?"
_PROOFS = r"(?:(?:ال)?(?:أدلة|دليل|شواهد)[ \t])?و?من[ \t]"
_VERSES = (
    rf"{_SOME}(?:(?:ال)?آيات[ \t](?:ال)?(?:قرآنية|كريمة)|الآيات[ \t](?:الواردة|الدالة|التي))"
    rf"|{_PROOFS}القرآن(?:[ \t]الكريم)?|(?:ال)?(?:أدلة|شواهد)[ \t](?:ال)?قرآنية"
)
_SAYINGS = (
    rf"{_SOME}(?:(?:ال)?[أا]حاديث[ \t](?:ال)?(?:نبوية|شريفة|صحيحة)|الأحاديث[ \t](?:الواردة|الدالة|التي))"
    rf"|{_PROOFS}(?:السنة|الحديث)(?:[ \t](?:النبوية|النبوي|المطهرة|الشريفة|الشريف))*"
)
_HEADING = re.compile(
    rf"^[ \t]{{0,8}}(?P<hash>\#{{1,6}}[ \t]{{0,4}})?(?P<bold>[*_]{{2,3}})?{_NUMBER}"
    rf"(?:(?P<verses>{_VERSES})|(?P<sayings>{_SAYINGS}))(?![\u0621-\u064a])"
    r"[^\n.؟!:«»\"“”{}﴿﴾()\[\]*_]{0,60}(?:\([^()\n]{0,30}\))?[ \t]{0,4}[*_]{0,3}(?P<colon>:)?[ \t*_]{0,8}$",
    re.MULTILINE,
)
"""A line that is nothing but such a heading; a sign of Markdown or a colon says that it is one."""
_KEYS = ("آيات", "حاديث", "القرآن", "السنة", "الحديث", "قرآنية")
_DENIED = re.compile("ضعيف|موضوع|مكذوب|باطل|منكر|لا تصح|لا أصل|المشتهر|منسوب|محرف|خاطئ|أخطاء")
"""What says that the items are no such quotations."""
_ITEM = re.compile(
    rf"[ \t>]*(?P<sign>[-–—*•●▪◦][ \t]|[(\[]?[{DIGITS}]{{1,3}}[.)\]\-–—])?[ \t*_]*(?P<opens>[{re.escape(''.join(sorted(FOR_QUOTATIONS)))}])?"
)
_BEHIND = re.compile(r"[ \t]*(?:[(\[]|و?رواه|و?أخرجه|متفق|سور[ةه]|$)|[ \t]{2,}")
"""How a line begins that goes on with an item: with its source, or further in."""
_TITLE = re.compile(r"[ \t*_]*[:：]")
MOST_LINES = 80
"""Lines below a heading that are looked at."""

Span = tuple[int, int]
"""Raw offsets of what marks hold."""


class Headed(NamedTuple):
    """What items below headings hold in marks, in the order of the text."""

    verses: frozenset[Span]
    sayings: frozenset[Span]


@lru_cache(maxsize=2)
def headed(view: TextView) -> Headed:
    """What headings announce; kept, because verses and sayings are asked for one after the other."""
    text, verses, sayings = view.plain.text, list[Span](), list[Span]()
    for heading in _HEADING.finditer(text) if any(key in text for key in _KEYS) else ():
        if (heading["hash"] or heading["bold"] or heading["colon"]) and not _DENIED.search(heading[0]):
            (verses if heading["verses"] else sayings).extend(_items(view, heading.end() + 1))
    return Headed(frozenset(verses), frozenset(sayings))


def _items(view: TextView, at: int) -> Iterator[Span]:
    """What the items hold in marks that stand below a heading, from an offset in the text without vowel signs on."""
    text, spans = view.plain.text, brackets(view)
    for _ in range(MOST_LINES):
        if at >= len(text):
            return
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        item = _ITEM.match(text, at, end)
        if item is not None and item["opens"]:
            start = view.plain.offset(item.end())
            own = bisect_left(spans, (start, 0))
            if own < len(spans) and spans[own][0] == start and not _TITLE.match(view.text, spans[own][1] + 1):
                yield spans[own]
        elif (item is None or not item["sign"]) and not _BEHIND.match(text, at, end):
            return
        at = end + 1
