"""A Word document given back: the same file with comments at the words concerned and, where they are asked for, tracked changes.

All parts but those that have a mark, and the lists of parts, keep their bytes; what is put into a part is only added (`marking`).
Word takes no comment inside a text box, a header or a footer, and LibreOffice opens no document that has one in a note: such a one stands at what
holds the box, at the mark of the note, or at the beginning of the body, and begins with the words that it is on.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from muqabala.errors import InputError
from muqabala.formats.original import Change, Remark
from muqabala.formats.word.directions import paragraph
from muqabala.formats.word.document import Layout, WordDocument
from muqabala.formats.word.footnotes import XML, Footnotes, New
from muqabala.formats.word.marking import AUTHOR, Marking
from muqabala.formats.word.package import CONTENT_TYPES, content_type, relations_of, relationship, run_parser, with_element
from muqabala.formats.word.walk import SPACES, Chunk, Part, Run
from muqabala.formats.xml_parser import parser_of

_INITIALS = "م"
_ID = re.compile(rb":id=\"(\d{1,9})\"")
_ENCODED = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)


def annotated(document: WordDocument, remarks: Sequence[Remark], changes: Sequence[Change], when: datetime) -> bytes:
    """The document with a comment for each remark and a tracked change for each change.

    Raises:
        InputError: a part that needs a mark is not in UTF-8.
    """
    writer = _Writer(document, f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    for remark in remarks:
        writer.comment(remark)
    for change in changes:
        writer.change(change)
    return writer.written()


@dataclass
class _Writer:
    document: WordDocument
    when: str
    markings: dict[str, Marking] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    footnotes: Footnotes = field(init=False)

    def __post_init__(self) -> None:
        parts = [part.data for part in self.document.parts.values()]
        self.footnotes = Footnotes.of(self.document)
        path = self._comments_part()
        known = [self.document.package.read(path)] if path in self.document.package else []
        self.numbers = count(max((int(m[1]) for data in (*parts, *known) for m in _ID.finditer(data)), default=0) + 1)

    @property
    def _layout(self) -> Layout:
        return self.document.layout

    def _marking(self, part: Part) -> Marking:
        _need_utf8(self.document.package.name, part.name, part.data)
        return self.markings.setdefault(part.name, Marking(part, self.numbers, self.when))

    def comment(self, remark: Remark) -> None:
        """A comment at the words of a remark, as far as they stand in one run of paragraphs; where none may stand, at what stands for them."""
        rows = self._letters(remark.start, remark.end)
        if not rows:
            return
        part, first = self._layout.chunks[rows[0]]
        box = _box(part, first)
        same = [row for row in rows if self._layout.chunks[row][0] is part and _box(part, self._layout.chunks[row][1]) == box]
        last = self._layout.chunks[same[-1]][1]
        start, end = remark.start - self._layout.at[rows[0]], remark.end - self._layout.at[same[-1]]
        if part.name == self.document.main and box < 0:
            number = next(self.numbers)
            self._marking(part).comment(first, last, _byte(first, start), _byte(last, end), number)
            self.comments.append(_comment(number, remark.lines, self.when))
            return
        run = self._stand_in(part, box, self._layout.label(remark.start))
        if run is not None:
            words = "".join(self._layout.chunks[row][1].text for row in same)[max(0, start) :][: remark.end - remark.start]
            number = next(self.numbers)
            self._marking(self.document.parts[self.document.main]).comment_on_run(run, number)
            self.comments.append(_comment(number, (f"«{words}»", *remark.lines), self.when))

    def _stand_in(self, part: Part, box: int, label: str) -> Run | None:
        """The run of the body that stands for words outside it: what holds their text box, the mark of their note, or the first of all."""
        main = self.document.parts[self.document.main]
        if part is not main:
            box = main.marks.get(self._layout.notes.get(label.partition(",")[0], ""), -1)
            box = max(box, main.runs[box].box) if box >= 0 else -1
        return main.runs[box] if box >= 0 else next((run for run in main.runs if run.box < 0), None)

    def change(self, change: Change) -> None:
        """A tracked change: what goes, then what comes, in the format of the first letter that goes."""
        if change.note and self._note(change):
            return
        rows = self._letters(change.start, max(change.end, change.start + 1)) or self._letters(max(0, change.start - 1), change.start)
        if not rows:
            return
        at, end = change.start, change.end
        for row in rows if end > at else ():
            part, chunk = self._layout.chunks[row]
            low, high = max(at, self._layout.at[row]), min(end, self._layout.at[row] + len(chunk.text))
            if low < high:
                self._marking(part).delete(chunk, _byte(chunk, low - self._layout.at[row]), _byte(chunk, high - self._layout.at[row]))
        if change.inline:
            row = rows[-1]
            part, chunk = self._layout.chunks[row]
            place = min(max(end, self._layout.at[row]), self._layout.at[row] + len(chunk.text))
            self._marking(part).insert(chunk, _byte(chunk, place - self._layout.at[row]), change.inline)

    def _note(self, change: Change) -> bool:
        """A footnote behind a letter of the body; False where none may stand: in a note, a text box, a margin."""
        rows = self._letters(max(0, change.start - 1), change.start)
        if not rows:
            return False
        part, chunk = self._layout.chunks[rows[-1]]
        if part.name != self.document.main or _box(part, chunk) >= 0:
            return False
        if not self.footnotes.takes_more:
            return False
        self.footnotes.new.append(New(_byte(chunk, change.start - self._layout.at[rows[-1]]), chunk, change.text))
        return True

    def _letters(self, start: int, end: int) -> list[int]:
        """The chunks of a stretch of the text that are letters."""
        if not self._layout.chunks or end <= start:
            return []
        first, last = self._layout.chunk(start), self._layout.chunk(end - 1)
        rows = range(first, last + 1)
        return [
            row
            for row in rows
            if self._layout.chunks[row][1].element >= 0
            and self._layout.at[row] < end
            and self._layout.at[row] + len(self._layout.chunks[row][1].text) > start
        ]

    def _comments_part(self) -> str:
        package, main = self.document.package, self.document.main
        there = next((r.target for r in package.relations(main) if r.kind == "comments"), "")
        return there or posixpath.join(posixpath.dirname(main), "comments.xml")

    def written(self) -> bytes:
        """The document."""
        fresh, old = None, self.footnotes.old
        if self.footnotes.new:
            of_old = self._marking(old) if old is not None else None
            fresh = self.footnotes.put(self._marking(self.document.parts[self.document.main]), of_old)
        parts = {name: marking.marked() for name, marking in self.markings.items()}
        if self.comments:
            self._add_comments(parts)
        if fresh is not None:
            self._add_part(parts, self.footnotes.part, "footnotes", fresh)
        for name, data in parts.items():  # a document that is laid out as none may be: rather none than a broken one
            run_parser(parser_of(), data, f"{self.document.package.name}: {name}, with marks")
        return self.document.package.changed(parts)

    def _add_comments(self, parts: dict[str, bytes]) -> None:
        """The part of the comments, with those that were there."""
        package, path = self.document.package, self._comments_part()
        space = self.document.parts[self.document.main].space or min(SPACES)
        written = "".join(self.comments).replace("<w:comment ", f'<w:comment xmlns:w="{space}" ')
        old = self._checked(path) if path in package else f'{XML}<w:comments xmlns:w="{space}"></w:comments>'.encode()
        self._add_part(parts, path, "comments", with_element(old, written))

    def _checked(self, name: str) -> bytes:
        """A part of the document as it is, which is XML in UTF-8.

        Raises:
            InputError: it is not.
        """
        package = self.document.package
        data = package.read(name)
        _need_utf8(package.name, name, data)
        run_parser(parser_of(), data, f"{package.name}: {name}")
        return data

    def _add_part(self, parts: dict[str, bytes], path: str, kind: str, data: bytes) -> None:
        """A part of the document; where it is new, what names it, too."""
        package, main = self.document.package, self.document.main
        related = relations_of(main)
        for name in (path, CONTENT_TYPES, related):
            if name in package:
                self._checked(name)
        if path not in package:
            link = relationship(self._new_relation(main, kind), kind, posixpath.relpath(path, posixpath.dirname(main)))
            parts[CONTENT_TYPES] = with_element(parts.get(CONTENT_TYPES) or package.read(CONTENT_TYPES), content_type(path, kind))
            parts[related] = with_element(parts.get(related) or package.read(related), link)
        parts[path] = data

    def _new_relation(self, part: str, kind: str) -> str:
        taken = {r.id for r in self.document.package.relations(part)}
        return next(name for name in (f"rIdMuqabala-{kind}{n}" for n in count(1)) if name not in taken)


def _need_utf8(document: str, part: str, data: bytes) -> None:
    if _ENCODED.match(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{document}: {part} is not in UTF-8; save the document in Word once, then try again")


def _box(part: Part, chunk: Chunk) -> int:
    """The run of the body that holds the text box of some letters; -1 where they stand in none."""
    return part.runs[part.elements[chunk.element].run].box


def _byte(chunk: Chunk, letters: int) -> int:
    """The byte before so many letters of a chunk; what is written as a character reference is not cut."""
    encoded = chunk.text.encode("utf-8", "surrogatepass")
    if len(encoded) != chunk.end - chunk.start:
        return chunk.start if letters <= 0 else chunk.end
    return chunk.start + len(chunk.text[: max(0, letters)].encode("utf-8", "surrogatepass"))


def _comment(number: int, lines: Sequence[str], when: str) -> str:
    paragraphs = "".join(paragraph("".join(c if c.isprintable() else " " for c in line)) for line in lines)
    return f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{when}" w:initials="{_INITIALS}">{paragraphs}</w:comment>'
