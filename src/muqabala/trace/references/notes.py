"""Notes that a text counts itself: «… {إن الله يأمركم …}(1) …» and, many lines below, «(1) سورة النساء، الآية: 58».

What such a note says is said of the quotation behind which its number stands, the nearest before it: every page may begin anew with 1. Where
that is not beyond doubt nobody is accused for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from muqabala.text.fold import DIGITS, TO_LATIN
from muqabala.trace.written.brackets import FOR_QUOTATIONS, brackets
from muqabala.trace.written.view import TextView

REACH, LINE = 100, 400
"""Characters before a reference in which the number of its note is looked for; and in which the head of its line is."""
LOOKED_AT, NESTED = 3, 8
"""Quotations with the number of a note that are looked at, and marks that may stand open where one ends."""
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_LATIN = TO_LATIN | str.maketrans(_RAISED, DIGITS[:10])
_BLANK, _CLOSES = "[ \u00a0\t\u200e\u200f]", ")\\]}﴾»”“\"'’›"
_BRACKETED = rf"[(\[{{⁽]{{1,2}}{_BLANK}?[¬^*]?[{DIGITS}{_RAISED}]{{1,3}}{_BLANK}?[)\]}}⁾]{{1,2}}|[{_RAISED}]{{1,3}}"
"""The number of a note: «(1)», «[١]», «([1])», «(¬1)», «¹»."""
_HEAD = rf"(?P<line>^{_BLANK}{{0,8}})(?:{_BRACKETED}|[{DIGITS}]{{1,3}}{_BLANK}?[-–—ـ.:)/\]]{_BLANK}?|[{DIGITS}]{{1,3}}(?=\s))"
"""The same at the head of a line, where it may stand without brackets, too: «1-», «1.», «1)»."""
_LINE_HEAD = re.compile(_HEAD, re.MULTILINE)
_BEFORE = re.compile(rf"(?:{_HEAD}|{_BRACKETED})\s{{0,3}}(?:[^\s{DIGITS}()\[\]{{}}«»]{{1,24}}\s{{1,2}}){{0,4}}[(\[]?\Z", re.MULTILINE)
"""The number of a note and few words before a reference in it."""
_BEHIND = re.compile(
    rf"(?:[\s.…،]{{0,5}}(?:الآية|الآيات|الحديث))?(?P<gap>[ \u00a0\u200e\u200f*.،؛,;:!؟…{_CLOSES}]{{0,8}})"
    rf"(?P<mark>{_BRACKETED}|(?<=[{_CLOSES}])[{DIGITS}]{{1,3}}(?![\w/:]))"
)
"""The number of a note behind a quotation; right behind a closing mark it needs no brackets."""
_CLOSED = re.compile(f"[{_CLOSES}]")
_ANYWHERE = re.compile(rf"{_HEAD}|{_BRACKETED}|(?<=[{_CLOSES}])[{DIGITS}]{{1,3}}(?![\w/:])", re.MULTILINE)
_NUMBER = re.compile(f"[{DIGITS}{_RAISED}]+")


class Counted(NamedTuple):
    """A note that has a number, and in which a reference stands."""

    number: int
    start: int
    """The raw offset of its number."""
    end: int
    """The end of the line in which the reference stands."""
    heads: bool
    """Whether its number stands at the head of a line, and few words between it and the reference."""


def note_of(text: str, start: int) -> Counted | None:
    """The note in which a reference at raw offset `start` stands, if that has a number."""
    near = _BEFORE.search(text, max(0, start - REACH), start)
    head = near
    if near is None:
        line = text.rfind("\n", max(0, start - LINE), start) + 1
        head = _LINE_HEAD.match(text, line, start)
    if head is None:
        return None
    end = text.find("\n", start)
    begin = head.start() + len(head["line"] or "")
    return Counted(_number_in(head[0]), begin, end if end >= 0 else len(text), near is not None and near["line"] is not None)


def _number_in(mark: str) -> int:
    found = _NUMBER.search(mark)
    return int(found[0].translate(_TO_LATIN)) if found else 0


class Marks:
    """Which of some quotations have the number of a note behind them."""

    def __init__(self, view: TextView, spans: Sequence[tuple[int, int]]) -> None:
        """`spans` are the raw offsets of the quotations, in order."""
        self._view, self._spans = view, spans
        self._found = [_BEHIND.match(view.text, end) for _, end in spans]
        self.numbers = [_number_in(found["mark"]) if found else None for found in self._found]
        """The number behind each quotation."""
        self.places = [found.start("mark") if found else end for found, (_, end) in zip(self._found, spans, strict=True)]
        """The raw offset of that number."""
        self._with: dict[int, list[int]] = defaultdict(list)
        for index, number in enumerate(self.numbers):
            if number is not None:
                self._with[number].append(index)

    def index(self, start: int) -> int:
        """Which of the quotations begins at a raw offset."""
        return bisect_left(self._spans, (start,))

    def before(self, note: Counted) -> list[int]:
        """The quotations of the same document that have the number of a note before it, the nearest first."""
        known = self._with.get(note.number, [])
        at = bisect_left(known, note.start, key=self.places.__getitem__)
        documents = self._view.documents
        document = documents[bisect_right(documents, note.start) - 1]
        return [index for index in reversed(known[max(0, at - LOOKED_AT) : at]) if self._spans[index][0] >= document]

    def elsewhere(self, note: Counted, index: int) -> bool:
        """Whether a quotation has the number of another note behind it."""
        return self.numbers[index] not in (None, note.number)

    def alone(self, note: Counted, index: int) -> bool:
        """Whether the number of a note stands behind that quotation and nowhere else between the note and another one of that number."""
        places, heads = _numbers_of(self._view.text).get(note.number, ([], []))
        at = bisect_left(places, note.start)
        if not at or not places[at - 1] <= self.places[index] < note.start:
            return False
        document = self._view.documents[bisect_right(self._view.documents, note.start) - 1]
        return at == 1 or heads[at - 2] or places[at - 2] < document

    def page(self, note: Counted) -> tuple[int, int, int] | None:
        """The raw offsets (from, to) of the notes beside a note, and how many they are, if none is lost, and no mark: their numbers are 1, 2, 3 …,
        and just these stand before them, in order, each once. A single note is complete only where its document has no other, and no other mark."""
        text, documents, numbers = self._view.text, self._view.documents, _in_order(self._view.text)
        document = bisect_right(documents, note.start) - 1
        low = bisect_left(numbers, (documents[document],))
        high = bisect_left(numbers, (documents[document + 1],)) if document + 1 < len(documents) else len(numbers)
        first = end = bisect_left(numbers, (note.start,))
        if first == high or numbers[first].place != note.start:
            return None
        for number in range(note.number - 1, 0, -1):
            first = next((at for at in range(first - 1, low - 1, -1) if numbers[at].heads), low)
            if not numbers[first].heads or numbers[first].number != number:
                return None
        count, at = note.number, end
        while (at := next((at for at in range(at + 1, high) if numbers[at].heads), high)) < high and numbers[at].number == count + 1:
            count, end = count + 1, at
        line = text.find("\n", numbers[end].place)
        line = line if line >= 0 else len(text)
        above = first - count
        if above < low or [(n.number, n.heads) for n in numbers[above:first]] != [(n, False) for n in range(1, count + 1)]:
            return None
        if count == 1:
            alone = above == low and bisect_left(numbers, (line,)) == high
        else:  # before the first mark stands nothing, or the last note of the page before, perhaps with numbers in it
            begin = text.rfind("\n", 0, numbers[above - 1].place) + 1
            alone = above == low or numbers[bisect_left(numbers, (begin,))].heads
        return (numbers[first].place, line, count) if alone else None

    def closed(self, index: int) -> bool:
        """Whether the number stands behind the mark that closes a quotation, or that has none: inside marks it may be a verse's own."""
        found, (start, _) = self._found[index], self._spans[index]
        if found is None or _CLOSED.search(found["gap"]):
            return found is not None
        spans, text = brackets(self._view), self._view.text
        at = bisect_right(spans, (start, len(text)))
        return not any(text[a - 1] in FOR_QUOTATIONS and b > found.start("mark") for a, b in spans[max(0, at - NESTED) : at])


class _Number(NamedTuple):
    """A number where the number of a note may stand."""

    place: int
    """Its raw offset."""
    number: int
    heads: bool
    """Whether it heads a line."""


@lru_cache(maxsize=2)
def _in_order(text: str) -> list[_Number]:
    """All numbers in a text that may be those of notes; kept, because many notes ask."""
    found = _ANYWHERE.finditer(text)
    return [_Number(match.start() + len(match["line"] or ""), _number_in(match[0]), match["line"] is not None) for match in found]


@lru_cache(maxsize=2)
def _numbers_of(text: str) -> dict[int, tuple[list[int], list[bool]]]:
    """By number, the raw offsets at which the number of a note may stand in a text, and whether it heads a line; kept, because many notes ask."""
    table: dict[int, tuple[list[int], list[bool]]] = defaultdict(lambda: ([], []))
    for found in _in_order(text):
        places, heads = table[found.number]
        places.append(found.place)
        heads.append(found.heads)
    return dict(table)
