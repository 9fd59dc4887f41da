"""Marks put into a part of a Word document, by inserting bytes: take them out, and the part is what it was (but for the numbers of footnotes,
which rise with their marks).

A run is cut in two where a mark stands inside it: its text, and it, are closed, the mark follows, and the same run with the same format is opened
again (ECMA-376, part 1, 17.3.2). Ends of comments stand before beginnings at the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from muqabala.formats.word.walk import Chunk, Element, Part, Run

AUTHOR = "Muqabala"
_PRESERVE = b' xml:space="preserve"'


@dataclass(slots=True)
class _Cut:
    """What stands at a byte inside a text."""

    ends: bytes = b""
    starts: bytes = b""
    put_in: bytes = b""
    """New runs, tracked."""
    deletes: bool = False
    """A deletion begins here."""
    deleted: bool = False
    """A deletion ends here."""


@dataclass
class Marking:
    """The marks of one part."""

    part: Part
    numbers: Iterator[int]
    """Of marks, through the whole document."""
    when: str
    """UTC, as XML Schema writes it."""
    _cuts: dict[tuple[int, int], _Cut] = field(default_factory=dict)
    """By element and byte."""
    _between: dict[tuple[int, int], bytes] = field(default_factory=dict)
    """By byte and order: what stands between runs; ends are 0, beginnings 1."""
    _replaced: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """By the first byte: the byte after the last, and what comes in their place."""

    def comment(self, first: Chunk, last: Chunk, start: int, end: int, number: int) -> None:
        """A comment from a byte of one chunk to a byte of another."""
        self._start(first.element, start, self._tag("commentRangeStart", number) + b"/>")
        self._finish(last.element, end, self._end_of_comment(number))

    def comment_on_run(self, run: Run, number: int) -> None:
        """A comment on a whole run."""
        self._put(run.start, 1, self._tag("commentRangeStart", number) + b"/>")
        self._put(run.end, 0, self._end_of_comment(number))

    def _end_of_comment(self, number: int) -> bytes:
        return self._tag("commentRangeEnd", number) + b"/>" + self._run(self._tag("commentReference", number) + b"/>")

    def delete(self, chunk: Chunk, start: int, end: int) -> None:
        """Bytes of one chunk, marked as deleted."""
        self._cut(chunk.element, start).deletes = True
        self._cut(chunk.element, end).deleted = True

    def insert(self, chunk: Chunk, at: int, text: str) -> None:
        """Text put in at a byte of a chunk, in its format, marked as inserted."""
        element = self.part.elements[chunk.element]
        words = self._opened(element) + escape(text).encode() + self._closed()
        self._cut(chunk.element, at).put_in += self._begin_tag("ins") + words + self._end_tag("ins")

    def note(self, chunk: Chunk, at: int, number: int) -> None:
        """The mark of a footnote at a byte of a chunk, marked as inserted."""
        raised = f'<{self._name("vertAlign")} {self.part.prefix or "w:"}val="superscript"/>'.encode()
        prefix = self.part.prefix
        form = f"<{prefix}rPr>".encode() + raised + f"</{prefix}rPr>".encode()
        mark = self._begin_tag("ins") + self._run(form + self._tag("footnoteReference", number) + b"/>") + self._end_tag("ins")
        self._finish(chunk.element, at, mark)

    def element(self, byte: int, written: str) -> None:
        """An element between others."""
        self._put(byte, 0, written.encode())

    def replace(self, start: int, end: int, written: bytes) -> None:
        """Other bytes for some, where they are others: a number."""
        if self.part.data[start:end] != written:
            self._replaced[start] = end, written

    def marked(self) -> bytes:
        """The part with all its marks."""
        data, parts, at = self.part.data, [], 0
        rows = [*self._insertions(), *((start, 3, written) for start, (_, written) in self._replaced.items())]
        for byte, order, put in sorted(rows, key=lambda row: row[:2]):
            parts += [data[at:byte], put]
            at = self._replaced[byte][0] if order == 3 else byte
        return b"".join([*parts, data[at:]])

    def _cut(self, element: int, byte: int) -> _Cut:
        return self._cuts.setdefault((element, byte), _Cut())

    def _put(self, byte: int, order: int, mark: bytes) -> None:
        self._between[byte, order] = self._between.get((byte, order), b"") + mark

    def _start(self, number: int, byte: int, mark: bytes) -> None:
        """A beginning; before the run where nothing of it comes before."""
        element = self.part.elements[number]
        run = self.part.runs[element.run]
        if byte == element.opened and element.start == (run.format_end or run.opened):
            self._put(run.start, 1, mark)
        else:
            self._cut(number, byte).starts += mark

    def _finish(self, number: int, byte: int, mark: bytes) -> None:
        """An end; behind the run where nothing of it follows."""
        element = self.part.elements[number]
        run = self.part.runs[element.run]
        if byte == element.closing and element.end == run.closing:
            self._put(run.end, 0, mark)
        else:
            self._cut(number, byte).ends += mark

    def _insertions(self) -> Iterator[tuple[int, int, bytes]]:
        for (byte, order), mark in self._between.items():
            yield byte, order, mark
        deleting = False
        cut_elements = set()
        for (number, byte), cut in sorted(self._cuts.items()):
            element = self.part.elements[number]
            if number not in cut_elements and not element.preserved:
                yield element.opened - 1, 0, _PRESERVE
            cut_elements.add(number)
            before = self._closed("delText" if deleting else "t") + (self._end_tag("del") if deleting else b"")
            deleting = cut.deletes or (deleting and not cut.deleted)
            after = (self._begin_tag("del") if deleting else b"") + self._opened(element, "delText" if deleting else "t")
            yield byte, 2, before + cut.put_in + cut.ends + cut.starts + after

    def _opened(self, element: Element, name: str = "t") -> bytes:
        """A run like that of an element, and a text, both opened."""
        run = self.part.runs[element.run]
        data = self.part.data
        return data[run.start : run.opened] + data[run.format_start : run.format_end] + f"<{self.part.prefix}{name}".encode() + _PRESERVE + b">"

    def _closed(self, name: str = "t") -> bytes:
        prefix = self.part.prefix
        return f"</{prefix}{name}></{prefix}r>".encode()

    def _run(self, content: bytes) -> bytes:
        prefix = self.part.prefix
        return f"<{prefix}r>".encode() + content + f"</{prefix}r>".encode()

    def _begin_tag(self, name: str) -> bytes:
        """The beginning of a tracked change, with an id of its own."""
        prefix = self.part.prefix or "w:"
        return f'<{self._name(name)} {prefix}id="{next(self.numbers)}" {prefix}author="{AUTHOR}" {prefix}date="{self.when}">'.encode()

    def _end_tag(self, name: str) -> bytes:
        return f"</{self.part.prefix or 'w:'}{name}>".encode()

    def _tag(self, name: str, number: int) -> bytes:
        """An element with an id, not closed yet."""
        return f'<{self._name(name)} {self.part.prefix or "w:"}id="{number}"'.encode()

    def _name(self, name: str) -> str:
        """The name of an element that has attributes: these need a prefix, which is declared where the part has none."""
        return f"{self.part.prefix}{name}" if self.part.prefix else f"w:{name} xmlns:w={quoteattr(self.part.space)}"
