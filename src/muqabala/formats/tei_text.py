"""TEI P5 in: the text of an edition, without header and apparatus, with the way back to the file.

Of alternatives the editor's is read (`corr`, `reg`, `expan`, `lem`; TEI P5, 3.5 and 12.1). A note is read behind the paragraph that it stands in, and
tied to the place that it is on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np

from muqabala.errors import InputError
from muqabala.formats.original import BLANKS, Original, TextMap, line_starts
from muqabala.formats.xml_parser import parser_of
from muqabala.records import Notice
from muqabala.trace.written.view import Note

TEI = re.compile(r"\A\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)*<(?:\w+:)?(?:TEI|teiCorpus)[\s>]", re.DOTALL)
_UNREAD = frozenset(["teiHeader", "standOff", "sic", "orig", "abbr", "rdg", "del", "surplus", "fw", "facsimile", "sourceDoc"])
_BREAKS = frozenset(
    [
        "p",
        "ab",
        "l",
        "lg",
        "head",
        "div",
        "body",
        "front",
        "back",
        "text",
        "item",
        "list",
        "quote",
        "cit",
        "table",
        "row",
        "cell",
        "sp",
        "speaker",
        "stage",
        "closer",
        "opener",
        "salute",
        "trailer",
    ]
)


def tei_text(text: str, name: str) -> Original:
    """The text of a TEI document.

    Raises:
        InputError: it is no XML, or declares entities of its own.
    """
    reader = _Reader(text.removeprefix("\ufeff").encode("utf-8", "replace"))
    try:
        reader.read()
    except expat.ExpatError as error:
        raise InputError(f"{name}: line {error.lineno}: not XML ({expat.errors.messages[error.code]})") from error
    except ValueError as error:
        raise InputError(f"{name}: {error}") from error
    said, map_ = reader.taken(text)
    notices = [Notice("picture", at, what, map_.place(at, at + 1)) for at, what in reader.pictures]
    return Original("tei", [said], map_.place, notices=notices, notes=reader.notes, map=map_)


@dataclass
class _Story:
    """Words that belong together, and where they stand: the body, or a note."""

    parts: list[tuple[str, int, int]] = field(default_factory=list)
    """Text and half-open byte offsets."""
    length: int = 0

    def put(self, text: str, start: int, end: int) -> None:
        self.parts.append((text, start, end))
        self.length += len(text)


@dataclass
class _Reader:
    """Takes the text of a document that is given in UTF-8."""

    data: bytes
    body: _Story = field(default_factory=_Story)
    notes: list[Note] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _unread: int = 0
    """How many elements that are not read are open."""
    _waiting: list[tuple[int, _Story]] = field(default_factory=list)
    """Notes of the paragraph, each with its anchor."""
    _inside: list[_Story] = field(default_factory=list)
    """The notes that are open."""
    _pending: tuple[str, int] | None = None
    """Text whose end is not known yet, and where it begins."""

    def read(self) -> None:
        parser = self._parser = parser_of("utf-8", declarations=True)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.DefaultHandler = self._other
        parser.Parse(self.data, True)
        self._flush_notes()

    @property
    def _story(self) -> _Story:
        return self._inside[-1] if self._inside else self.body

    def _settle(self) -> int:
        """Put what was pending, now that the parser has come to its end; the byte that the parser is at."""
        here = self._parser.CurrentByteIndex
        if self._pending is not None:
            said, start = self._pending
            self._pending = None
            self._story.put(said.translate(BLANKS), start, here)
        return here

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        here = self._settle()
        local = name.rpartition(" ")[2]
        self._open.append(local)
        if local in _UNREAD or self._unread:
            self._unread += 1
            return
        if local == "note" and not self._inside:
            self._waiting.append((self.body.length, _Story()))
            self._inside.append(self._waiting[-1][1])
        elif local in _BREAKS:
            self._break(here)
        elif local == "lb" and attributes.get("break") != "no":
            self._story.put(" ", here, here)
        elif local == "graphic":
            self.pictures.append((self.body.length, attributes.get("url", "")))

    def _end(self, _: str) -> None:
        here = self._settle()
        local = self._open.pop()
        if self._unread:
            self._unread -= 1
        elif local == "note" and self._inside and "note" not in self._open:
            self._inside.pop()
        elif local in _BREAKS:
            self._break(here)

    def _break(self, here: int) -> None:
        story = self._story
        if story.parts and not story.parts[-1][0].endswith("\n"):
            story.put("\n", here, here)
        if story is self.body:
            self._flush_notes()

    def _text(self, said: str) -> None:
        here = self._settle()
        if not self._unread and "text" in self._open:
            self._pending = (said, here)

    def _other(self, _: str) -> None:
        self._settle()

    def _flush_notes(self) -> None:
        """The notes of a paragraph stand behind it, one a line."""
        waiting, self._waiting = self._waiting, []
        for anchor, story in waiting:
            start = self.body.length
            for row in story.parts:
                self.body.put(*row)
            self.notes.append(Note(anchor, start, self.body.length))
            end = story.parts[-1][2] if story.parts else 0
            self.body.put("\n", end, end)

    def taken(self, text: str) -> tuple[str, TextMap]:
        """The text and its map, in code points of the file."""
        shift = len(text) - len(text.removeprefix("\ufeff"))
        begins = np.frombuffer(self.data + b"a", np.uint8) & 0xC0 != 0x80
        code_points = np.cumsum(begins) - 1 + shift
        columns = np.array([(start, end) for _, start, end in self.body.parts], np.int64).reshape(-1, 2)
        sizes = np.array([len(said) for said, _, _ in self.body.parts], np.int64)
        raw, until = code_points[columns[:, 0]], code_points[columns[:, 1]]
        return "".join(said for said, _, _ in self.body.parts), TextMap(
            text, np.cumsum(sizes) - sizes, raw, until, self.body.length, line_starts(text)
        )
