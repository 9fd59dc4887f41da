"""Sigla: single letters that stand for books of hadith before a number, «(خ 8، م 16)», «(د 2178، جه 2018)»."""

from __future__ import annotations

import re
from typing import NamedTuple

from muqabala.text.fold import DIGITS, TO_LATIN

_BOOKS = {
    "خ": "bukhari", "م": "muslim", "د": "abudawud", "ت": "tirmidhi", "ن": "nasai", "س": "nasai", "جه": "ibnmaja", "حم": "ahmad", "ط": "malik",
    "مي": "darimi",
}  # fmt: skip
"""The letters by which the nine books go in takhrij; not ق, which is Ibn Maja's for al-Mizzi and both Sahihs' for al-Suyuti."""
_OTHERS = {"طب": "الطبراني", "هق": "البيهقي", "حب": "ابن حبان", "قط": "الدارقطني", "ك": "الحاكم"}
"""Books that are not held."""
_MUCH_ELSE, LAST_YEAR = frozenset("متدنسطك"), 2100
"""Letters that stand before numbers for much else: a year, «(م 1999)», a death, «(ت 852)», an edition, a question; and the last of such years."""
_BLANK = "[ \u00a0]{0,2}"
_SIGLUM = "|".join(sorted((*_BOOKS, *_OTHERS), key=len, reverse=True))
_ENTRY = rf"(?:{_SIGLUM}){_BLANK}[:./]?{_BLANK}[{DIGITS}]{{1,5}}(?:{_BLANK}/{_BLANK}[{DIGITS}]{{1,5}})?(?![{DIGITS}])"
_ENTRIES = rf"(?P<row>{_ENTRY}(?:{_BLANK}[،,؛;–—-]?{_BLANK}و?{_ENTRY}){{0,8}}){_BLANK}[)\]]"
_ROW = re.compile(rf"[(\[]{_BLANK}{_ENTRIES}")
_ROW_BEHIND = re.compile(rf"[ \u00a0:،,]{{0,3}}(?P<opened>[(\[])?{_BLANK}{_ENTRIES}")
_ONE = re.compile(rf"(?P<siglum>{_SIGLUM}){_BLANK}[:./]?{_BLANK}(?P<number>[{DIGITS}]+)(?P<page>{_BLANK}/{_BLANK}[{DIGITS}]+)?")
_BEHIND_MARKS = re.compile(rf"[»\"”)}}﴾\]'’]{_BLANK}[.،]?{_BLANK}$")


class Row(NamedTuple):
    """Sigla with their numbers, in one pair of brackets."""

    start: int
    end: int
    entries: tuple[tuple[str, str, bool], ...]
    """The book, the number, and whether it is held."""
    ambiguous: bool
    """It is one letter alone before what may be a year."""


def row_at(text: str, at: int) -> Row | None:
    """The sigla in the bracket that opens at a place right behind marks that close."""
    match = _ROW.match(text, at)
    return _row(match, match.end("row")) if match is not None and is_behind_marks(text, at) else None


def row_behind(text: str, at: int) -> Row | None:
    """The sigla right behind what names their books: «متفق عليه (خ 8، م 16)», «(متفق عليه: خ 8، م 16)»."""
    match = _ROW_BEHIND.match(text, at)
    return _row(match, match.end() if match["opened"] else match.end("row")) if match is not None else None


def is_behind_marks(text: str, at: int) -> bool:
    """Whether marks close right before a place."""
    return _BEHIND_MARKS.search(text, max(0, at - 6), at) is not None


def _row(match: re.Match[str], end: int) -> Row:
    listed = [*_ONE.finditer(match["row"])]
    entries = tuple(
        (_BOOKS.get(m["siglum"]) or _OTHERS[m["siglum"]], "" if m["page"] else m["number"].translate(TO_LATIN), m["siglum"] in _BOOKS) for m in listed
    )
    year = len(listed) == 1 and listed[0]["siglum"] in _MUCH_ELSE and int(entries[0][1] or 0) <= LAST_YEAR
    return Row(match.start("row"), end, entries, year)
