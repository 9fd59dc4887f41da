"""Footnotes put into a Word document: new ones behind those that it has, or the first of a document that had none."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from muqabala.formats.word.directions import paragraph
from muqabala.formats.word.document import WordDocument
from muqabala.formats.word.marking import Marking
from muqabala.formats.word.walk import SPACES, Chunk, Part

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
"""The lines above footnotes, which every part of footnotes begins with (ECMA-376, part 1, 17.11.23)."""


class New(NamedTuple):
    """A footnote to be put in."""

    byte: int
    """Where its mark comes to stand in the body."""
    chunk: Chunk
    text: str


@dataclass
class Footnotes:
    """The footnotes of a document, to which new ones come.

    Their numbers in the file rise with their marks, as Word has them when it saves: LibreOffice ties the first note to the first mark, whatever the
    numbers say. So those that were there may get another number; it is shown nowhere.
    """

    main: Part
    part: str
    """The name of their part."""
    old: Part | None
    """The part as it is, if there is one."""
    new: list[New] = field(default_factory=list)

    @classmethod
    def of(cls, document: WordDocument) -> Footnotes:
        """Those of a document."""
        main = document.parts[document.main]
        there = next((r.target for r in document.package.relations(main.name) if r.kind == "footnotes" and r.target in document.parts), "")
        return cls(main, there or posixpath.join(posixpath.dirname(main.name), "footnotes.xml"), document.parts.get(there))

    @property
    def takes_more(self) -> bool:
        """Whether more can be put in: their part is as it should be, or there is none."""
        return self.old is None or "" in self.old.ends

    def put(self, of_main: Marking, of_old: Marking | None) -> bytes | None:
        """Put the new ones in: their marks, and themselves; the part, where it is new."""
        numbers = self._numbers()
        for byte, end, old in _ids(self.main, "footnoteReference"):
            of_main.replace(byte, end, str(numbers[old]).encode())
        elements = []
        for place, note in enumerate(self.new):
            of_main.note(note.chunk, note.byte, numbers[-2 - place])
            elements.append((self._place(note.byte), _element(numbers[-2 - place], note.text, self.main.space or min(SPACES))))
        if self.old is None or of_old is None:
            space = self.main.space or min(SPACES)
            return f'{XML}<w:footnotes xmlns:w="{space}">{_SEPARATORS}{"".join(e for _, e in elements)}</w:footnotes>'.encode()
        for byte, end, number in _ids(self.old, "footnote"):
            if self._is_note(number):
                of_old.replace(byte, end, str(numbers[number]).encode())
        for at, element in elements:
            of_old.element(at, element)
        return None

    def _numbers(self) -> dict[int, int]:
        """The number of each note in the file: by its old one, and of the new ones by -2, -3 and so on. Those of separators stay."""
        marks = [(byte, old) for byte, _, old in _ids(self.main, "footnoteReference")]
        marks += [(note.byte, -2 - place) for place, note in enumerate(self.new)]
        there = [old for _, _, old in _ids(self.old, "footnote")] if self.old is not None else []
        notes = [old for old in there if self._is_note(old)]
        order = dict.fromkeys([*(old for _, old in sorted(marks)), *notes])
        return {old: number for number, old in enumerate(order, max({0, *there} - {*notes}) + 1)}

    def _is_note(self, number: int) -> bool:
        """Whether a number of the old part is that of a note, not of a separator."""
        return self.old is not None and f"footnote {number}" in self.old.ends

    def _place(self, byte: int) -> int:
        """The byte of the old part behind the note whose mark is the last before a byte of the body, or behind the separators."""
        ends = self.old.ends if self.old is not None else {}
        before = [(self.main.runs[run].start, story) for story, run in self.main.marks.items() if run >= 0 and story in ends]
        return ends.get(max((row for row in before if row[0] < byte), default=(0, ""))[1], 0)


def _ids(part: Part, name: str) -> list[tuple[int, int, int]]:
    """Where the numbers of some elements stand in a part (half-open bytes), and the numbers; also those in text that is deleted."""
    prefix = re.escape(part.prefix.encode())
    pattern = re.compile(rb"<" + prefix + name.encode() + rb"(?=[\s/>])[^<>]*?:id=[\"'](-?\d{1,9})[\"']")
    return [(m.start(1), m.end(1), int(m[1])) for m in pattern.finditer(part.data)]


def _element(number: int, text: str, space: str) -> str:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    return f'<w:footnote xmlns:w="{space}" w:id="{number}">{paragraph(f" {text}", mark)}</w:footnote>'
