"""Marks put into a part of a Word document, by inserting bytes and nothing else: take them out, and the part is what it was.

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

    def comment(self, first: Chunk, last: Chunk, start: int, end: int, number: int) -> None:
        """A comment from a byte of one chunk to a byte of another; in a text box, at what holds the box."""
        box = self.part.runs[self.part.elements[first.element].run].box
        begin = self._tag("commentRangeStart", number) + b"/>"
        finish = self._tag("commentRangeEnd", number) + b"/>" + self._run(self._tag("commentReference", number) + b"/>")
        if box >= 0:
            self.around(self.part.runs[box], begin, finish)
            return
        self._start(first.element, start, begin)
        self._finish(last.element, end, finish)

    def comment_on_run(self, run: Run, number: int) -> None:
        """A comment on a whole run."""
        finish = self._tag("commentRangeEnd", number) + b"/>" + self._run(self._tag("commentReference", number) + b"/>")
        self.around(run, self._tag("commentRangeStart", number) + b"/>", finish)

    def around(self, run: Run, begin: bytes, finish: bytes) -> None:
        """Marks before and behind a run."""
        self._put(run.start, 1, begin)
        self._put(run.end, 0, finish)

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

    def marked(self) -> bytes:
        """The part with all its marks."""
        data, parts, at = self.part.data, [], 0
        for byte, _, put in sorted(self._insertions(), key=lambda row: row[:2]):
            parts += [data[at:byte], put]
            at = byte
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
