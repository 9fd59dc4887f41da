"""Footnotes put into a Word document: new ones behind those that it has, or the first of a document that had none."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from muqabala.formats.word.document import WordDocument
from muqabala.formats.word.package import with_element
from muqabala.formats.word.walk import SPACES

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ID = re.compile(rb":id=\"(-?\d{1,9})\"")
_ARABIC = re.compile("[\u0600-\u06ff]")
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
"""The lines above footnotes, which every part of footnotes begins with (ECMA-376, part 1, 17.11.23)."""


@dataclass
class Footnotes:
    """The footnotes of a document that are new."""

    part: str
    """The name of their part."""
    space: str
    old: bytes
    """The part as it is; empty where there is none."""
    next_id: int
    new: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, document: WordDocument) -> Footnotes:
        """Those of a document, none yet."""
        main = document.main
        there = next((r.target for r in document.package.relations(main) if r.kind == "footnotes" and r.target in document.parts), "")
        old = document.parts[there].data if there else b""
        highest = max((int(m[1]) for m in _ID.finditer(old)), default=0)
        path = there or posixpath.join(posixpath.dirname(main), "footnotes.xml")
        return cls(path, document.parts[main].space or min(SPACES), old, max(1, highest + 1))

    def add(self, text: str) -> int:
        """One more footnote; its number in the file."""
        number = self.next_id + len(self.new)
        arabic = _ARABIC.search(text) is not None
        about, form = ("<w:pPr><w:bidi/></w:pPr>", "<w:rPr><w:rtl/></w:rPr>") if arabic else ("", "")
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        words = f'<w:r>{form}<w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        self.new.append(f'<w:footnote xmlns:w="{self.space}" w:id="{number}"><w:p>{about}{mark}{words}</w:p></w:footnote>')
        return number

    def written(self, marked: bytes | None) -> bytes:
        """The part with the new footnotes; `marked` is the part as far as other marks were put into it."""
        empty = f'{XML}<w:footnotes xmlns:w="{self.space}">{_SEPARATORS}</w:footnotes>'.encode()
        return with_element(marked or self.old or empty, "".join(self.new))
