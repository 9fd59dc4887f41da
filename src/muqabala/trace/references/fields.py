"""Fields: a verse and its reference in labelled lines, «السورة: البقرة» and below it «رقم الآية: 255», or in the cells of a table's row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from muqabala.canon.suras import sura_named
from muqabala.text.fold import DIGITS
from muqabala.trace.references.labels import places
from muqabala.trace.references.ordinals import LETTERS
from muqabala.trace.written.view import TextView

_BLANK = r"[ \u00a0\t*_]{0,6}"
_SURA, _VERSES = r"(?:اسم )?(?:ال)?سور[ةه]", r"(?:رقم |أرقام )?(?:ال)?[آا]ي(?:ة|ه|ات|تان|تين)"
_NAME = rf"(?:سور[ةه] )?(?P<name>[{LETTERS}]+(?: [{LETTERS}]+){{0,2}})"
_NUMBERS = rf"(?P<numbers>(?P<first>[{DIGITS}]{{1,3}})(?:\s?[-–—ـ،,]\s?(?P<last>[{DIGITS}]{{1,3}}))?)(?![{DIGITS}])"
_NEXT = rf"{_BLANK}(?:[،,;؛|.–—-]|\n{{1,2}}[ \t]{{0,8}}[-–*•>]?){_BLANK}"
_SURA_LABEL = re.compile(rf"سور[ةه]{_BLANK}:{_BLANK}{_NAME}(?![{LETTERS}])")
_VERSES_BEHIND = re.compile(rf"{_NEXT}{_VERSES}{_BLANK}:{_BLANK}{_NUMBERS}")
_VERSES_BEFORE = re.compile(rf"(?<![{LETTERS}]){_VERSES}{_BLANK}:{_BLANK}{_NUMBERS}{_NEXT}(?:اسم )?(?:ال)?$")
"""«السورة: البقرة» and «رقم الآية: 255», one below the other or behind a sign, in either order."""
REACH = 60
"""Characters before the label of a sura in which that of the verse begins."""
COLUMN = "|"
"""What parts the cells of a row."""
_RULE = re.compile(r"^[ \t]{0,8}\|?[ \t]{0,8}:?-+:?[ \t]{0,8}(?:\|[ \t]{0,8}:?-+:?[ \t]{0,8})+\|?[ \t]{0,8}$", re.MULTILINE)
"""The line below the head of a table, as Markdown draws it."""
_SURA_COLUMN, _NUMBER_COLUMN = re.compile(_SURA), re.compile(rf"{_VERSES}|رقمها")
_VERSE_COLUMN = re.compile(r"(?:نص )?(?:ال)?[آا]ية(?: (?:الكريمة|القرآنية))?|النص(?: القرآني)?|نص الآيات?")
_PLACE_COLUMN = re.compile(rf"{_SURA}(?: ?(?:و|/) ?{_VERSES})?|(?:ال)?(?:مرجع|موضع|إحالة|عزو|مصدر)")
"""What heads the columns of a table of verses; that of a place has the sura with the verse's number in brackets."""
_CELL_NUMBERS, _CELL_NAME = re.compile(rf"[^\w\n]*{_NUMBERS}[^\w\n]*"), re.compile(rf"[^\w\n]*{_NAME}[^\w\n]*")
_CELL_PLACE = re.compile(rf"[^\w\n]*{_NAME} ?[(\[] ?(?:{_VERSES} ?:? ?)?{_NUMBERS} ?[)\]][^\w\n]*")
_AROUND = " \t\u00a0*_"
LEAST, MOST_ROWS = 4, 200
"""Words of a verse in a cell, and rows of a table that are read."""
_NO_VERSE = re.compile(rf"[{DIGITS}:]|(?<![{LETTERS}])(?:ال)?(?:[آا]ي[ةه]|[آا]يات|سور[ةه])(?![{LETTERS}])")
"""What a cell has that speaks of a verse: «أول آية من السورة»."""

Cell = tuple[int, int]
"""Where what a cell holds begins and ends, in the text without vowel signs."""
Table = tuple[list[str], list[list[Cell]]]
"""What heads the columns of a table, and its rows."""


class Field(NamedTuple):
    """A reference in fields, as raw offsets."""

    start: int
    end: int
    sura: int
    first: int
    last: int


def find_fields(view: TextView) -> list[Field]:
    """References in labelled lines and in cells of their own, in the order of the text."""
    text, found = view.plain.text, list[Field]()
    for at in places(text, "سور"):
        name = _SURA_LABEL.match(text, at)
        numbers = (_VERSES_BEHIND.match(text, name.end()) or _VERSES_BEFORE.search(text, max(0, at - REACH), at)) if name is not None else None
        if name is not None and numbers is not None:
            found += _field(view, name, numbers)
    for head, rows in _tables(view):
        named, numbered = ([i for i, label in enumerate(head) if calls.fullmatch(label)] for calls in (_SURA_COLUMN, _NUMBER_COLUMN))
        for cells in rows if named else ():
            name = _CELL_NAME.fullmatch(text, *cells[named[0]]) if named[0] < len(cells) else None
            numbers = next((m for i in numbered if i < len(cells) and (m := _CELL_NUMBERS.fullmatch(text, *cells[i])) is not None), None)
            if name is not None and numbers is not None:
                found += _field(view, name, numbers)
        placed = [i for i, label in enumerate(head) if _PLACE_COLUMN.fullmatch(label)]
        for cell in (cells[i] for cells in rows for i in placed if i < len(cells)):
            if (place := _CELL_PLACE.fullmatch(text, *cell)) is not None:
                found += _field(view, place, place)
    return sorted(found)


def verse_cells(view: TextView, references: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """For each table with a column of verses, the words d0..d1 (half-open) of these in rows with a reference; `references` are raw offsets."""
    begins, found = [view.plain.place(start) for start, _ in references], list[list[tuple[int, int]]]()
    tables = _tables(view) if begins else []
    for head, rows in tables[bisect_left(tables, begins[:1], key=_last_cell) : bisect_right(tables, begins[-1:], key=_last_cell) + 1]:
        columns = [i for i, label in enumerate(head) if _VERSE_COLUMN.fullmatch(label)]
        referred = [cells for cells in rows if bisect_left(begins, cells[0][0]) < bisect_left(begins, cells[-1][1])] if columns else []
        held = [cells[i] for cells in referred for i in columns if i < len(cells) and not _NO_VERSE.search(view.plain.text, *cells[i])]
        words = [(bisect_left(view.starts, view.plain.offset(start)), bisect_left(view.starts, view.plain.offset(end))) for start, end in held]
        found.append([(d0, d1) for d0, d1 in words if d1 - d0 >= LEAST])
    return found


def row_around(view: TextView, start: int, end: int) -> tuple[int, int] | None:
    """The row of a table, as raw offsets, in cells of which a reference at raw offsets start..end stands; None for one in labelled lines."""
    if COLUMN not in view.text[start:end] or "\n" in view.text[start:end]:
        return None
    return view.text.rfind("\n", 0, start) + 1, _line_end(view.text, end)


def _field(view: TextView, named: re.Match[str], numbered: re.Match[str]) -> Iterator[Field]:
    """The reference of a name and of numbers; none where it names no sura."""
    sura = sura_named(named["name"])
    first = int(numbered["first"])
    if sura is not None and first:
        start, end = min(named.start("name"), numbered.start("first")), max(named.end("name"), numbered.end("numbers"))
        yield Field(view.plain.offset(start), view.plain.offset(end), sura, first, max(first, int(numbered["last"] or first)))


@lru_cache(maxsize=2)
def _tables(view: TextView) -> list[Table]:
    """The tables of a text that have rows; kept, because several stages ask for them."""
    text, found, at = view.plain.text, list[Table](), 0
    for rule in _RULE.finditer(text) if COLUMN in view.text else ():
        if rule.start() < at:
            continue  # a row
        begin = text.rfind("\n", 0, max(0, rule.start() - 1)) + 1
        head = [text[start:end] for start, end in _cells(text, begin, max(begin, rule.start() - 1))]
        rows, at = list[list[Cell]](), rule.end() + 1
        while len(rows) < MOST_ROWS and at < len(text) and (end := _line_end(text, at)) > text.find(COLUMN, at, end) >= 0:
            rows.append(_cells(text, at, end))
            at = end + 1
        rows = [cells for cells in rows if cells]
        found += [(head, rows)] if rows else []
    return found


def _last_cell(table: Table) -> list[int]:
    """Where the last cell of a table ends."""
    return [table[1][-1][-1][1]]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _cells(text: str, start: int, end: int) -> list[Cell]:
    """The cells of a row, without blanks, asterisks and the bars around them."""
    parted = [start - 1, *(start + at for at, sign in enumerate(text[start:end]) if sign == COLUMN), end]
    spans = [_trimmed(text, a + 1, b) for a, b in pairwise(parted)]
    return [span for i, span in enumerate(spans) if span[0] < span[1] or 0 < i < len(spans) - 1]


def _trimmed(text: str, start: int, end: int) -> Cell:
    held = text[start:end]
    return start + len(held) - len(held.lstrip(_AROUND)), max(start, end - len(held) + len(held.rstrip(_AROUND)))
